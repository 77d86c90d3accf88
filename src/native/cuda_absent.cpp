// Built without CUDA's headers: synchronisations cannot be watched.
#include "error.h"

int32_t td_watch_synchronizations(int32_t) {
    set_error(ERROR_NOT_IMPLEMENTED, "libtorch_dispatch was built without CUDA's headers, so it cannot count synchronisations");
    return -1;
}

int64_t td_synchronizations() { return -1; }
