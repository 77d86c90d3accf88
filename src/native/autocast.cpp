// Regions of mixed precision: in one, the dispatcher casts the arguments of the operators that gain from, or need, another type.
#include <ATen/autocast_mode.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <c10/core/impl/LocalDispatchKeySet.h>
#include <torch/library.h>
#include "error.h"

namespace {

// Newer libtorch has one setter for all devices and deprecates the ones that each device has in 1.13.
void set_dtype(auto device, auto dtype) {
    using namespace at::autocast;
    if constexpr (requires { set_autocast_dtype(device, dtype); }) set_autocast_dtype(device, dtype);
    else if (device == at::kCPU) set_autocast_cpu_dtype(dtype);
    else set_autocast_gpu_dtype(dtype);
}

// A device's state in one number, never negative: its dtype, and this bit where it is on.
constexpr int32_t on = 0x100;

int32_t state(at::DeviceType device) {
    const auto key = at::autocast::get_autocast_dispatch_key_from_device_type(device);
    const auto dtype = static_cast<int32_t>(at::autocast::get_lower_precision_fp_from_device_type(device));
    return dtype | (c10::impl::tls_is_dispatch_key_excluded(key) ? 0 : on);
}

void set_state(at::DeviceType device, int32_t state) {
    set_dtype(device, static_cast<at::ScalarType>(state & ~on));
    c10::impl::tls_set_dispatch_key_excluded(at::autocast::get_autocast_dispatch_key_from_device_type(device), (state & on) == 0);
}

void in_float(const c10::OperatorHandle& operation, torch::jit::Stack* stack) {
    const c10::impl::ExcludeDispatchKeyGuard once(c10::DispatchKey::AutocastCPU);
    for (size_t i = stack->size() - operation.schema().arguments().size(); i < stack->size(); ++i) {
        auto& argument = (*stack)[i];
        if (argument.isTensor()) argument = at::autocast::cached_cast(at::kFloat, argument.toTensor(), at::kCPU);
    }
    operation.callBoxed(stack);
}

// In libtorch's table for CUDA these compute in Float32. That for the CPU lacks them, and 1.13 refuses them there: the input,
// out of a product, has fewer bits than the weights.
TORCH_LIBRARY_IMPL(aten, AutocastCPU, table) {
    for (const auto* name : {"layer_norm", "group_norm"}) table.impl(name, torch::CppFunction::makeFromBoxedFunction<&in_float>());
}

}  // namespace

int32_t td_enter_autocast(int32_t device_type, int32_t dtype, int32_t enabled) {
    return guarded<int32_t>(-1, [&] {
        const auto device = static_cast<at::DeviceType>(device_type);
        const auto before = state(device);
        set_state(device, dtype | (enabled ? on : 0));
        at::autocast::increment_nesting();
        return before;
    });
}

int32_t td_leave_autocast(int32_t device_type, int32_t before) {
    return attempt([&] {
        set_state(static_cast<at::DeviceType>(device_type), before);
        if (at::autocast::decrement_nesting() == 0) at::autocast::clear_cache();
    });
}
