// What an optimiser does to many parameters at once: finding their gradients, clearing them, and, for parameters in
// host memory, whole update rules in one pass over each parameter instead of one operator a term.
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <c10/core/GradMode.h>
#include <cmath>
#include <vector>
#include "error.h"
#include "value.h"

namespace {

constexpr int64_t grain = 32768;  // ATen's own: fewer elements are not worth a second thread

c10::TensorImpl* impl(tensor self) { return static_cast<c10::TensorImpl*>(self); }

bool is_plain(tensor self) {
    return impl(self)->layout() == at::kStrided && impl(self)->device().is_cpu() && !impl(self)->is_conj() && !impl(self)->is_neg();
}

// Whether element i of one is element i of the other in memory too, and both are the same kind of floating-point number.
bool match(tensor self, tensor other) {
    const auto *a = impl(self), *b = impl(other);
    if (!is_plain(other) || a->dtype() != b->dtype() || a->sizes() != b->sizes()) return false;
    return (a->is_contiguous() && b->is_contiguous()) ||
           (a->strides() == b->strides() && a->is_non_overlapping_and_dense() && b->is_non_overlapping_and_dense());
}

bool is_real(tensor self) {
    const auto type = c10::typeMetaToScalarType(impl(self)->dtype());
    return is_plain(self) && (type == at::kFloat || type == at::kDouble);
}

template <typename T>
T* elements(tensor self) {
    return static_cast<T*>(borrow(self).data_ptr());
}

template <typename T>
void adam(T* p, const T* g, T* m, T* v, T* largest, const td_adam& o, double step, double root, int64_t count) {
    const T sign = o.maximize ? -1 : 1, shrink = static_cast<T>(o.decoupled ? 1 - o.learning_rate * o.weight_decay : 1);
    const T decay = static_cast<T>(o.decoupled ? 0 : o.weight_decay), epsilon = static_cast<T>(o.epsilon);
    const T b1 = static_cast<T>(o.beta1), c1 = static_cast<T>(1 - o.beta1), b2 = static_cast<T>(o.beta2), c2 = static_cast<T>(1 - o.beta2);
    const T rate = static_cast<T>(-step), correction = static_cast<T>(root);
    at::parallel_for(0, count, grain, [&](int64_t begin, int64_t end) {
        for (int64_t i = begin; i < end; ++i) {
            const T weight = p[i] * shrink;
            const T gradient = sign * g[i] + decay * weight;
            const T mean = m[i] * b1 + c1 * gradient;
            const T square = v[i] * b2 + c2 * gradient * gradient;
            m[i] = mean;
            v[i] = square;
            T scale = square;
            if (largest != nullptr) largest[i] = scale = std::max(largest[i], square);
            p[i] = weight + rate * mean / (std::sqrt(scale) / correction + epsilon);
        }
    });
}

template <typename T>
void sgd(T* p, const T* g, T* buffer, bool fresh, const td_sgd& o, int64_t count) {
    const T sign = o.maximize ? -1 : 1, decay = static_cast<T>(o.weight_decay), rate = static_cast<T>(-o.learning_rate);
    const T keep = static_cast<T>(fresh ? 0 : o.momentum), add = static_cast<T>(fresh ? 1 : 1 - o.dampening), momentum = static_cast<T>(o.momentum);
    at::parallel_for(0, count, grain, [&](int64_t begin, int64_t end) {
        if (buffer == nullptr) {
            for (int64_t i = begin; i < end; ++i) p[i] += rate * (sign * g[i] + decay * p[i]);
            return;
        }
        for (int64_t i = begin; i < end; ++i) {
            const T gradient = sign * g[i] + decay * p[i];
            const T velocity = buffer[i] * keep + add * gradient;
            buffer[i] = velocity;
            p[i] += rate * (o.nesterov ? gradient + momentum * velocity : velocity);
        }
    });
}

template <typename T>
void adagrad(T* p, const T* g, T* sum, double learning_rate, double weight_decay, double smallest, int64_t count) {
    const T rate = static_cast<T>(-learning_rate), decay = static_cast<T>(weight_decay), epsilon = static_cast<T>(smallest);
    at::parallel_for(0, count, grain, [&](int64_t begin, int64_t end) {
        for (int64_t i = begin; i < end; ++i) {
            const T gradient = g[i] + decay * p[i];
            sum[i] += gradient * gradient;
            p[i] += rate * gradient / (std::sqrt(sum[i]) + epsilon);
        }
    });
}

// Runs `work` with the element type of `self`.
template <typename Work>
void with_type(tensor self, Work&& work) {
    if (c10::typeMetaToScalarType(impl(self)->dtype()) == at::kFloat) work(float{});
    else work(double{});
}

}  // namespace

int32_t td_grads(const tensor* parameters, int32_t count, tensor* gradients) {
    return guarded<int32_t>(-1, [&] {
        int32_t found = 0;
        for (int32_t i = 0; i < count; ++i) {
            const auto* parameter = impl(parameters[i]);
            gradients[i] = parameter->requires_grad() && parameter->grad().defined() ? parameter->grad().unsafeGetTensorImpl() : nullptr;
            if (gradients[i] != nullptr) ++found;
        }
        return found;
    });
}

int32_t td_zero_grads(const tensor* parameters, int32_t count, int32_t set_to_none) {
    return attempt([&] {
        const c10::NoGradGuard no_grad;
        std::vector<at::Tensor> others;
        for (int32_t i = 0; i < count; ++i) {
            if (!impl(parameters[i])->grad().defined()) continue;
            auto& gradient = impl(parameters[i])->mutable_grad();
            if (set_to_none) {
                gradient.reset();
                continue;
            }
            if (gradient.requires_grad()) gradient = gradient.detach();
            auto* inside = gradient.unsafeGetTensorImpl();
            if (is_plain(inside) && inside->is_non_overlapping_and_dense()) {
                if (gradient.numel() > 0) std::memset(gradient.data_ptr(), 0, gradient.nbytes());
                inside->bump_version();
            } else {
                others.push_back(gradient);
            }
        }
        if (!others.empty()) at::_foreach_zero_(others);
    });
}

int32_t td_adam_step(const tensor* parameters, const tensor* gradients, const tensor* means, const tensor* squares, const tensor* largest,
                     const double* steps, const double* roots, int32_t count, const td_adam* options) {
    return guarded<int32_t>(-1, [&] {
        for (int32_t i = 0; i < count; ++i) {
            const auto p = parameters[i];
            if (!is_real(p) || !match(p, p) || !match(p, gradients[i]) || !match(p, means[i]) || !match(p, squares[i])) return 0;
            if (largest != nullptr && !match(p, largest[i])) return 0;
        }
        for (int32_t i = 0; i < count; ++i) {
            with_type(parameters[i], [&](auto zero) {
                using T = decltype(zero);
                adam<T>(elements<T>(parameters[i]), elements<T>(gradients[i]), elements<T>(means[i]), elements<T>(squares[i]),
                        largest == nullptr ? nullptr : elements<T>(largest[i]), *options, steps[i], roots[i], impl(parameters[i])->numel());
            });
            impl(parameters[i])->bump_version();
        }
        return 1;
    });
}

int32_t td_sgd_step(const tensor* parameters, const tensor* gradients, const tensor* buffers, const int32_t* fresh, int32_t count,
                    const td_sgd* options) {
    return guarded<int32_t>(-1, [&] {
        for (int32_t i = 0; i < count; ++i) {
            const auto p = parameters[i];
            if (!is_real(p) || !match(p, p) || !match(p, gradients[i]) || (buffers != nullptr && !match(p, buffers[i]))) return 0;
        }
        for (int32_t i = 0; i < count; ++i) {
            with_type(parameters[i], [&](auto zero) {
                using T = decltype(zero);
                sgd<T>(elements<T>(parameters[i]), elements<T>(gradients[i]), buffers == nullptr ? nullptr : elements<T>(buffers[i]),
                       fresh != nullptr && fresh[i] != 0, *options, impl(parameters[i])->numel());
            });
            impl(parameters[i])->bump_version();
        }
        return 1;
    });
}

int32_t td_adagrad_step(const tensor* parameters, const tensor* gradients, const tensor* sums, const double* rates, int32_t count,
                        double weight_decay, double epsilon) {
    return guarded<int32_t>(-1, [&] {
        for (int32_t i = 0; i < count; ++i) {
            const auto p = parameters[i];
            if (!is_real(p) || !match(p, p) || !match(p, gradients[i]) || !match(p, sums[i])) return 0;
        }
        for (int32_t i = 0; i < count; ++i) {
            with_type(parameters[i], [&](auto zero) {
                using T = decltype(zero);
                adagrad<T>(elements<T>(parameters[i]), elements<T>(gradients[i]), elements<T>(sums[i]), rates[i], weight_decay, epsilon,
                           impl(parameters[i])->numel());
            });
            impl(parameters[i])->bump_version();
        }
        return 1;
    });
}
