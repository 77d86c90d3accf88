// The C ABI of libtorch's dispatcher: what the managed side may call. No C++ type and no exception crosses it.
//
// Ownership: a `tensor` is one counted reference to a TensorImpl. Arguments are borrowed; results are owned by the
// caller, who gives each back with `td_release`. Functions answer 0 (or a count) on success and -1 on failure, after
// which `td_error` tells why (thread-local, valid until the next failure on the same thread).
#pragma once
#include <cstdint>

#define TD_EXPORT extern "C" __attribute__((visibility("default")))

using tensor = void*;
using generator = void*;

enum td_tag : int32_t {
    TD_NONE,
    TD_TENSOR,
    TD_INT,
    TD_DOUBLE,
    TD_BOOL,
    TD_INT_LIST,
    TD_DOUBLE_LIST,
    TD_TENSOR_LIST,
    TD_DEVICE,
    TD_STRING,
    TD_GENERATOR,
};

// A tagged value of 16 bytes. Lists and strings point at `length` elements that the sender keeps alive.
// A device is (type << 32) | (index & 0xffffffff). A dtype, layout or memory format is its number, as TD_INT.
struct td_value {
    int32_t tag;
    int32_t length;
    union {
        int64_t integer;
        double real;
        void* pointer;
    };
};

struct td_info {
    int32_t dimensions;
    int32_t dtype;
    int32_t device_type;
    int32_t device_index;
    int64_t sizes[8];
};

TD_EXPORT const char* td_error(int32_t* category);

TD_EXPORT void* td_find(const char* name, const char* overload);
TD_EXPORT int32_t td_call(void* operation, const td_value* arguments, int32_t count, td_value* results, int32_t capacity);
TD_EXPORT void td_free_list(void* list);

TD_EXPORT void td_release(tensor self);
TD_EXPORT int32_t td_describe(tensor self, td_info* info);
TD_EXPORT int32_t td_sizes(tensor self, int64_t* sizes, int64_t* strides);
TD_EXPORT int32_t td_from_host(const void* data, int32_t dtype, const int64_t* sizes, int32_t dimensions, tensor* result);
TD_EXPORT int32_t td_to_host(tensor self, void* data, int64_t bytes);
TD_EXPORT int32_t td_item(tensor self, void* data);
TD_EXPORT void* td_data_pointer(tensor self);
TD_EXPORT int64_t td_query(tensor self, int32_t what);

TD_EXPORT int32_t td_set_requires_grad(tensor self, int32_t value);
TD_EXPORT int32_t td_get_grad(tensor self, tensor* result);
TD_EXPORT int32_t td_set_grad(tensor self, tensor value);
TD_EXPORT int32_t td_retain_grad(tensor self);
TD_EXPORT int32_t td_backward(const tensor* outputs, const tensor* gradients, int32_t count, int32_t retain_graph,
                              int32_t create_graph, const tensor* inputs, int32_t input_count);
TD_EXPORT int32_t td_grad(const tensor* outputs, const tensor* gradients, int32_t count, const tensor* inputs,
                          int32_t input_count, int32_t retain_graph, int32_t create_graph, int32_t allow_unused,
                          tensor* results);
TD_EXPORT int32_t td_get_grad_mode();
TD_EXPORT void td_set_grad_mode(int32_t enabled);
TD_EXPORT void* td_enter_inference(int32_t enabled);
TD_EXPORT void td_leave_inference(void* guard);
TD_EXPORT int32_t td_is_inference();

// A region of mixed precision on this thread. Entering answers what was before, for leaving it on the same thread.
TD_EXPORT int32_t td_enter_autocast(int32_t device_type, int32_t dtype, int32_t enabled);
TD_EXPORT int32_t td_leave_autocast(int32_t device_type, int32_t before);

// An update rule's numbers. `decoupled` takes the weight decay from the weights (AdamW) instead of adding it to the gradient.
struct td_adam {
    double learning_rate, beta1, beta2, epsilon, weight_decay;
    int32_t decoupled, maximize;
};
struct td_sgd {
    double learning_rate, momentum, dampening, weight_decay;
    int32_t nesterov, maximize;
};

// Writes each parameter's gradient, borrowed, or null where it has none or is frozen; answers how many there are.
TD_EXPORT int32_t td_grads(const tensor* parameters, int32_t count, tensor* gradients);
TD_EXPORT int32_t td_zero_grads(const tensor* parameters, int32_t count, int32_t set_to_none);
// One step of an update rule; answers 1, or 0 when nothing was done since a tensor is not a float or double of matching
// layout in host memory (the caller then goes through the dispatcher). `steps` are bias-corrected learning rates, `roots`
// the square roots of the second bias correction; `largest`, `buffers` and `fresh` may be null.
TD_EXPORT int32_t td_adam_step(const tensor* parameters, const tensor* gradients, const tensor* means, const tensor* squares,
                               const tensor* largest, const double* steps, const double* roots, int32_t count, const td_adam* options);
TD_EXPORT int32_t td_sgd_step(const tensor* parameters, const tensor* gradients, const tensor* buffers, const int32_t* fresh,
                              int32_t count, const td_sgd* options);
TD_EXPORT int32_t td_adagrad_step(const tensor* parameters, const tensor* gradients, const tensor* sums, const double* rates, int32_t count,
                                  double weight_decay, double epsilon);

TD_EXPORT int32_t td_manual_seed(int64_t seed);
TD_EXPORT generator td_default_generator(int32_t device_type, int32_t device_index);
TD_EXPORT generator td_new_generator(int32_t device_type, int32_t device_index);
TD_EXPORT void td_release_generator(generator self);
TD_EXPORT int64_t td_generator_seed(generator self);
TD_EXPORT int32_t td_set_generator_seed(generator self, int64_t seed);
TD_EXPORT tensor td_generator_state(generator self);
TD_EXPORT int32_t td_set_generator_state(generator self, tensor state);

TD_EXPORT const char* td_version();
TD_EXPORT int32_t td_threads(int32_t interop);
TD_EXPORT int32_t td_set_threads(int32_t count, int32_t interop);
TD_EXPORT int32_t td_cuda_devices();
TD_EXPORT int32_t td_cudnn();
TD_EXPORT int32_t td_cuda_synchronize(int32_t device_index);
TD_EXPORT int32_t td_allow_tf32(int32_t which, int32_t value);
TD_EXPORT int32_t td_watch_synchronizations(int32_t on);
TD_EXPORT int64_t td_synchronizations();
