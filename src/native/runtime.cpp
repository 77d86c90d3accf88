// Version, threads, CUDA queries.
#include <ATen/ATen.h>
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <torch/csrc/api/include/torch/version.h>
#include <cstdlib>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include "error.h"
#include "value.h"

#ifdef __GLIBC__
namespace {

// A training step frees as much as the next one asks for. By default glibc gives large blocks back to the system at once, and every step
// pays for their pages again: a tenth of a step of ResNet-20. Freed memory (up to 1 GB) stays with the process, unless the user's
// environment says how it is to be.
__attribute__((constructor)) void keep_freed_memory() {
    if (std::getenv("MALLOC_TRIM_THRESHOLD_") != nullptr || std::getenv("MALLOC_MMAP_THRESHOLD_") != nullptr) return;
    mallopt(M_MMAP_THRESHOLD, 32 << 20);
    mallopt(M_TRIM_THRESHOLD, 1 << 30);
}

}  // namespace
#endif

const char* td_version() { return TORCH_VERSION; }

int32_t td_threads(int32_t interop) { return interop ? at::get_num_interop_threads() : at::get_num_threads(); }

int32_t td_set_threads(int32_t count, int32_t interop) {
    return attempt([&] {
        if (interop) at::set_num_interop_threads(count);
        else at::set_num_threads(count);
    });
}

int32_t td_cuda_devices() {
    return guarded<int32_t>(0, [&] { return at::hasCUDA() ? static_cast<int32_t>(at::detail::getCUDAHooks().getNumGPUs()) : 0; });
}

int32_t td_cudnn() {
    return guarded<int32_t>(0, [&] { return td_cuda_devices() > 0 && at::detail::getCUDAHooks().hasCuDNN() ? 1 : 0; });
}

int32_t td_cuda_synchronize(int32_t device_index) {
    return attempt([&] {
        at::detail::getCUDAHooks().deviceSynchronize(static_cast<c10::DeviceIndex>(device_index < 0 ? at::detail::getCUDAHooks().current_device() : device_index));
    });
}

// which: 0 matmul, 1 cuDNN; value: -1 reads, 0 or 1 writes. Answers the setting before.
int32_t td_allow_tf32(int32_t which, int32_t value) {
    return guarded<int32_t>(-1, [&] {
        auto& context = at::globalContext();
        const bool before = which == 0 ? context.allowTF32CuBLAS() : context.allowTF32CuDNN();
        if (value >= 0 && which == 0) context.setAllowTF32CuBLAS(value != 0);
        if (value >= 0 && which == 1) context.setAllowTF32CuDNN(value != 0);
        return before ? 1 : 0;
    });
}
