// Finding and calling operators through libtorch's dispatcher, boxed.
#include <ATen/core/dispatch/Dispatcher.h>
#include <vector>
#include "error.h"
#include "value.h"

namespace {

// The commonest signatures are called without boxing their arguments: a tenth of the time of an operation on few elements.
enum class shortcut { none,
                      pair,
                      scaled_pair };

struct operation {
    c10::OperatorHandle handle;
    std::vector<parameter> parameters;
    std::vector<c10::IValue> defaults;  // from `first_default` on
    size_t first_default;
    shortcut direct = shortcut::none;

    explicit operation(c10::OperatorHandle found) : handle(found) {
        const auto& arguments = handle.schema().arguments();
        first_default = arguments.size();
        for (size_t i = 0; i < arguments.size(); ++i) {
            parameters.push_back(parameter::of(arguments[i]));
            const auto& value = arguments[i].default_value();
            if (value.has_value()) {
                if (defaults.empty()) first_default = i;
                defaults.push_back(*value);
            } else if (!defaults.empty()) {
                // A required keyword-only parameter after optional ones: the caller must name all before it.
                first_default = arguments.size();
                defaults.clear();
            }
        }
        direct = find_shortcut();
    }

    shortcut find_shortcut() const {
        const auto& schema = handle.schema();
        const auto plain = [&](size_t i, parameter::kind kind) {
            return parameters[i].element == kind && !parameters[i].optional && !parameters[i].list && schema.arguments()[i].alias_info() == nullptr;
        };
        if (schema.returns().size() != 1 || schema.returns()[0].alias_info() != nullptr || schema.returns()[0].type()->str() != "Tensor") return shortcut::none;
        if (parameters.size() < 2 || parameters.size() > 3 || !plain(0, parameter::tensor) || !plain(1, parameter::tensor)) return shortcut::none;
        if (parameters.size() == 2) return shortcut::pair;
        return plain(2, parameter::scalar) && first_default == 2 ? shortcut::scaled_pair : shortcut::none;
    }
};

// A tensor whose reference stays the caller's: no counting.
struct borrowed {
    at::Tensor tensor;
    explicit borrowed(void* handle) : tensor(c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim(static_cast<c10::TensorImpl*>(handle))) {}
    ~borrowed() { tensor.unsafeReleaseTensorImpl(); }
    borrowed(const borrowed&) = delete;
    borrowed& operator=(const borrowed&) = delete;
};

at::Tensor call_direct(const operation& op, const td_value* arguments) {
    const borrowed a(arguments[0].pointer), b(arguments[1].pointer);
    if (op.direct == shortcut::pair) return op.handle.typed<at::Tensor(const at::Tensor&, const at::Tensor&)>().call(a.tensor, b.tensor);
    return op.handle.typed<at::Tensor(const at::Tensor&, const at::Tensor&, const at::Scalar&)>().call(a.tensor, b.tensor, op.defaults[0].toScalar());
}

// One stack a thread: its capacity survives, so a call allocates nothing of its own.
thread_local std::vector<c10::IValue> stack;

struct clear_on_exit {
    ~clear_on_exit() { stack.clear(); }
};

}  // namespace

void* td_find(const char* name, const char* overload) {
    return guarded<void*>(nullptr, [&]() -> void* {
        auto found = c10::Dispatcher::singleton().findSchema({name, overload});
        TORCH_CHECK_NOT_IMPLEMENTED(found.has_value(), "this libtorch has no operator ", name, *overload ? "." : "", overload);
        return new operation(*found);
    });
}

int32_t td_call(void* self, const td_value* arguments, int32_t count, td_value* results, int32_t capacity) {
    return guarded<int32_t>(-1, [&] {
        auto& op = *static_cast<operation*>(self);
        const auto given = static_cast<size_t>(count);
        const auto total = op.parameters.size();
        TORCH_CHECK_VALUE(given <= total && (given == total || given >= op.first_default), op.handle.operator_name(), " takes ",
                          op.first_default, " to ", total, " arguments, got ", given);
        if (op.direct != shortcut::none && given == 2 && arguments[0].tag == TD_TENSOR && arguments[1].tag == TD_TENSOR) {
            results[0] = {};
            results[0].tag = TD_TENSOR;
            results[0].pointer = give(call_direct(op, arguments));
            return 1;
        }
        clear_on_exit guard;
        for (size_t i = 0; i < given; ++i) stack.push_back(to_ivalue(arguments[i], op.parameters[i]));
        for (size_t i = given; i < total; ++i) stack.push_back(op.defaults[i - op.first_default]);
        op.handle.callBoxed(&stack);
        const auto returned = static_cast<int32_t>(stack.size());
        TORCH_CHECK_VALUE(returned <= capacity, op.handle.operator_name(), " returns ", returned, " values, room for ", capacity);
        for (int32_t i = 0; i < returned; ++i) from_ivalue(std::move(stack[static_cast<size_t>(i)]), results[i]);
        return returned;
    });
}

void td_free_list(void* list) { delete[] static_cast<tensor*>(list); }
