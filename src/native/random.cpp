// Random number generators.
#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>
#include <mutex>
#include "error.h"
#include "value.h"

namespace {

generator give(at::Generator value) { return value.unsafeReleaseGeneratorImpl(); }

at::Generator default_generator(int32_t device_type, int32_t device_index) {
    if (static_cast<c10::DeviceType>(device_type) == c10::DeviceType::CPU) return at::detail::getDefaultCPUGenerator();
    return at::globalContext().defaultGenerator({static_cast<c10::DeviceType>(device_type), static_cast<c10::DeviceIndex>(device_index)});
}

template <typename Work>
auto locked(at::Generator& value, Work&& work) {
    const std::lock_guard<std::mutex> lock(value.mutex());
    return work(value);
}

}  // namespace

int32_t td_manual_seed(int64_t seed) {
    return attempt([&] { at::manual_seed(static_cast<uint64_t>(seed)); });
}

generator td_default_generator(int32_t device_type, int32_t device_index) {
    return guarded<generator>(nullptr, [&] { return give(default_generator(device_type, device_index)); });
}

generator td_new_generator(int32_t device_type, int32_t device_index) {
    return guarded<generator>(nullptr, [&]() -> generator {
        if (static_cast<c10::DeviceType>(device_type) == c10::DeviceType::CPU) return give(at::detail::createCPUGenerator());
        return give(default_generator(device_type, device_index).clone());
    });
}

void td_release_generator(generator self) {
    if (self != nullptr) c10::raw::intrusive_ptr::decref(static_cast<c10::GeneratorImpl*>(self));
}

int64_t td_generator_seed(generator self) {
    auto value = borrow_generator(self);
    return locked(value, [](at::Generator& g) { return static_cast<int64_t>(g.current_seed()); });
}

int32_t td_set_generator_seed(generator self, int64_t seed) {
    return attempt([&] {
        auto value = borrow_generator(self);
        locked(value, [&](at::Generator& g) { g.set_current_seed(static_cast<uint64_t>(seed)); });
    });
}

tensor td_generator_state(generator self) {
    return guarded<tensor>(nullptr, [&] {
        auto value = borrow_generator(self);
        return locked(value, [](at::Generator& g) { return ::give(g.get_state()); });
    });
}

int32_t td_set_generator_state(generator self, tensor state) {
    return attempt([&] {
        auto value = borrow_generator(self);
        locked(value, [&](at::Generator& g) { g.set_state(borrow(state)); });
    });
}
