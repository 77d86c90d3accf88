// What a tensor is (metadata), and its contents in and out of host memory.
#include <ATen/ATen.h>
#include <cstring>
#include "error.h"
#include "value.h"

namespace {
c10::TensorImpl* impl(tensor self) { return static_cast<c10::TensorImpl*>(self); }

// libtorch marks some results instead of computing them: conjugates, negatives, and zeros that have no memory at all.
bool is_marked(tensor self) { return impl(self)->is_conj() || impl(self)->is_neg() || impl(self)->_is_zerotensor(); }

at::Tensor on_host(tensor self) {
    auto host = borrow(self).detach().to(at::kCPU);
    if (host._is_zerotensor()) host = host.clone();
    return host.resolve_conj().resolve_neg().contiguous();
}

}  // namespace

void td_release(tensor self) {
    if (self != nullptr) c10::raw::intrusive_ptr::decref(impl(self));
}

int32_t td_describe(tensor self, td_info* info) {
    return attempt([&] {
        const auto sizes = impl(self)->sizes();
        const auto device = impl(self)->device();
        info->dimensions = static_cast<int32_t>(sizes.size());
        info->dtype = static_cast<int32_t>(c10::typeMetaToScalarType(impl(self)->dtype()));
        info->device_type = static_cast<int32_t>(device.type());
        info->device_index = device.index();
        const auto count = std::min<size_t>(sizes.size(), 8);
        std::copy_n(sizes.begin(), count, info->sizes);
    });
}

int32_t td_sizes(tensor self, int64_t* sizes, int64_t* strides) {
    return attempt([&] {
        if (sizes != nullptr) std::copy_n(impl(self)->sizes().begin(), impl(self)->dim(), sizes);
        if (strides != nullptr) std::copy_n(impl(self)->strides().begin(), impl(self)->dim(), strides);
    });
}

int32_t td_from_host(const void* data, int32_t dtype, const int64_t* sizes, int32_t dimensions, tensor* result) {
    return attempt([&] {
        auto value = at::empty({sizes, static_cast<size_t>(dimensions)}, at::TensorOptions().dtype(static_cast<at::ScalarType>(dtype)));
        if (value.numel() > 0) std::memcpy(value.data_ptr(), data, value.nbytes());
        *result = give(std::move(value));
    });
}

int32_t td_to_host(tensor self, void* data, int64_t bytes) {
    return attempt([&] {
        const auto host = on_host(self);
        TORCH_CHECK_VALUE(static_cast<int64_t>(host.nbytes()) == bytes, "the tensor holds ", host.nbytes(), " bytes, the target has room for ", bytes);
        if (bytes > 0) std::memcpy(data, host.data_ptr(), static_cast<size_t>(bytes));
    });
}

int32_t td_item(tensor self, void* data) {
    return attempt([&] {
        TORCH_CHECK_VALUE(impl(self)->numel() == 1, "only a tensor of one element is a number, this one has ", impl(self)->numel());
        if (impl(self)->device().is_cpu() && !is_marked(self)) {
            std::memcpy(data, impl(self)->data(), impl(self)->itemsize());
        } else {
            const auto host = on_host(self);
            std::memcpy(data, host.data_ptr(), host.element_size());
        }
    });
}

// Null where the memory does not hold what the tensor means.
void* td_data_pointer(tensor self) {
    return guarded<void*>(nullptr, [&] { return is_marked(self) ? nullptr : borrow(self).data_ptr(); });
}

int64_t td_query(tensor self, int32_t what) {
    return guarded<int64_t>(-1, [&]() -> int64_t {
        switch (what) {
            case 0: return impl(self)->requires_grad();
            case 1: return borrow(self).is_leaf();
            case 2: return impl(self)->is_contiguous();
            case 4: return static_cast<int64_t>(impl(self)->itemsize());
            case 5: return impl(self)->is_sparse();
            case 6: return impl(self)->storage_offset();
            case 7: return static_cast<int64_t>(borrow(self)._version());
            default: TORCH_CHECK_VALUE(false, "no query ", what);
        }
    });
}
