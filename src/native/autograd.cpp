// Gradients: modes, backward, grad.
#include <ATen/ATen.h>
#include <ATen/autocast_mode.h>
#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/autograd.h>
#include "error.h"
#include "value.h"

namespace {
torch::autograd::variable_list list(const tensor* handles, int32_t count) {
    torch::autograd::variable_list result;
    result.reserve(static_cast<size_t>(count));
    for (int32_t i = 0; i < count; ++i) result.push_back(borrow(handles[i]));
    return result;
}
}  // namespace

int32_t td_set_requires_grad(tensor self, int32_t value) {
    return attempt([&] { borrow(self).set_requires_grad(value != 0); });
}

int32_t td_get_grad(tensor self, tensor* result) {
    return attempt([&] { *result = give(borrow(self).grad()); });
}

int32_t td_set_grad(tensor self, tensor value) {
    return attempt([&] { borrow(self).mutable_grad() = borrow(value); });
}

int32_t td_retain_grad(tensor self) {
    return attempt([&] { borrow(self).retain_grad(); });
}

int32_t td_backward(const tensor* outputs, const tensor* gradients, int32_t count, int32_t retain_graph, int32_t create_graph,
                    const tensor* inputs, int32_t input_count) {
    return attempt([&] {
        torch::autograd::backward(list(outputs, count), list(gradients, count), retain_graph != 0, create_graph != 0,
                                  list(inputs, input_count));
    });
}

int32_t td_grad(const tensor* outputs, const tensor* gradients, int32_t count, const tensor* inputs, int32_t input_count,
                int32_t retain_graph, int32_t create_graph, int32_t allow_unused, tensor* results) {
    return attempt([&] {
        auto found = torch::autograd::grad(list(outputs, count), list(inputs, input_count), list(gradients, count),
                                           retain_graph != 0, create_graph != 0, allow_unused != 0);
        for (size_t i = 0; i < found.size(); ++i) results[i] = give(std::move(found[i]));
    });
}

int32_t td_get_grad_mode() { return c10::GradMode::is_enabled() ? 1 : 0; }

// Autocast keeps the cast of a parameter for the rest of its region. One made while nothing was recorded leads to no
// gradient, and one from before an optimiser's step has the old values: what is recorded next must not meet them.
void td_set_grad_mode(int32_t enabled) {
    if (enabled && !c10::GradMode::is_enabled()) at::autocast::clear_cache();
    c10::GradMode::set_enabled(enabled != 0);
}

void* td_enter_inference(int32_t enabled) { return new c10::InferenceMode(enabled != 0); }

void td_leave_inference(void* guard) {
    delete static_cast<c10::InferenceMode*>(guard);
    at::autocast::clear_cache();
}

int32_t td_is_inference() { return c10::InferenceMode::is_enabled() ? 1 : 0; }
