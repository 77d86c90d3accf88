// Counts the host-device synchronisations that libtorch's CUDA code reports while it is told to warn of them.
#include <c10/cuda/CUDAFunctions.h>
#include <atomic>
#include "error.h"

namespace {

std::atomic<int64_t> count{0};

struct counting_handler : c10::WarningHandler {
    void process(const c10::Warning& warning) override {
        if (warning.msg().find("synchroniz") != std::string::npos) ++count;
    }
};

}  // namespace

int32_t td_watch_synchronizations(int32_t on) {
    return attempt([&] {
        static counting_handler handler;
        static c10::WarningHandler* const usual = c10::WarningUtils::get_warning_handler();
        count = 0;
        c10::WarningUtils::set_warning_handler(on ? &handler : usual);
        c10::WarningUtils::set_warnAlways(on != 0);
        c10::cuda::warning_state().set_sync_debug_mode(on ? c10::cuda::SyncDebugMode::L_WARN : c10::cuda::SyncDebugMode::L_DISABLED);
    });
}

int64_t td_synchronizations() { return count; }
