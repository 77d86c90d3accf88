#include "error.h"

namespace {
struct last_error {
    int32_t category = ERROR_GENERAL;
    std::string text;
};
thread_local last_error last;
}  // namespace

void set_error(error_category category, std::string text) {
    last.category = category;
    last.text = std::move(text);
}

void set_error_from_current_exception() {
    try {
        throw;
    } catch (const c10::IndexError& e) {
        set_error(ERROR_INDEX, e.what_without_backtrace());
    } catch (const c10::ValueError& e) {
        set_error(ERROR_VALUE, e.what_without_backtrace());
    } catch (const c10::TypeError& e) {
        set_error(ERROR_TYPE, e.what_without_backtrace());
    } catch (const c10::NotImplementedError& e) {
        set_error(ERROR_NOT_IMPLEMENTED, e.what_without_backtrace());
    } catch (const c10::OutOfMemoryError& e) {
        set_error(ERROR_OUT_OF_MEMORY, e.what_without_backtrace());
    } catch (const c10::Error& e) {
        set_error(ERROR_GENERAL, e.what_without_backtrace());
    } catch (const std::exception& e) {
        set_error(ERROR_GENERAL, e.what());
    } catch (...) {
        set_error(ERROR_GENERAL, "an exception that is not a std::exception");
    }
}

const char* td_error(int32_t* category) {
    *category = last.category;
    return last.text.c_str();
}
