// Turns C++ exceptions into a return code and a thread-local text.
#pragma once
#include <c10/util/Exception.h>
#include <string>
#include <utility>
#include "dispatch.h"

enum error_category : int32_t {
    ERROR_GENERAL,
    ERROR_INDEX,
    ERROR_VALUE,
    ERROR_TYPE,
    ERROR_NOT_IMPLEMENTED,
    ERROR_OUT_OF_MEMORY,
};

void set_error(error_category category, std::string text);
void set_error_from_current_exception();

// Runs `work` and returns its result, or `failure` once the exception is noted.
template <typename Result, typename Work>
Result guarded(Result failure, Work&& work) {
    try {
        return std::forward<Work>(work)();
    } catch (...) {
        set_error_from_current_exception();
        return failure;
    }
}

// Runs work that has no result: 0, or -1 once the exception is noted.
template <typename Work>
int32_t attempt(Work&& work) {
    return guarded<int32_t>(-1, [&] { return work(), 0; });
}
