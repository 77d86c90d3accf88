#include "value.h"
#include <c10/core/Device.h>
#include <string>

namespace {

bool take_suffix(std::string& text, const char* suffix) {
    const std::string end(suffix);
    if (text.size() < end.size() || text.compare(text.size() - end.size(), end.size(), end) != 0) return false;
    text.resize(text.size() - end.size());
    return true;
}

[[noreturn]] void mismatch(const char* expected, const td_value& value) {
    static const char* const names[] = {"none", "tensor", "int", "double", "bool", "int list", "double list", "tensor list", "device", "string", "generator"};
    TORCH_CHECK_TYPE(false, "expected ", expected, ", got ", names[value.tag]);
}

c10::IValue number(const td_value& value, const char* expected) {
    switch (value.tag) {
        case TD_INT: return c10::IValue(value.integer);
        case TD_DOUBLE: return c10::IValue(value.real);
        case TD_BOOL: return c10::IValue(value.integer != 0);
        default: mismatch(expected, value);
    }
}

double real(const td_value& value) {
    if (value.tag == TD_DOUBLE) return value.real;
    if (value.tag == TD_INT) return static_cast<double>(value.integer);
    mismatch("a floating-point number", value);
}

c10::IValue tensor_list(const td_value& value, bool optional_elements) {
    if (value.tag != TD_TENSOR_LIST) mismatch("a list of tensors", value);
    auto* handles = static_cast<tensor*>(value.pointer);
    if (optional_elements) {
        c10::List<c10::optional<at::Tensor>> list;
        list.reserve(value.length);
        for (int32_t i = 0; i < value.length; ++i) {
            list.push_back(handles[i] ? c10::optional<at::Tensor>(borrow(handles[i])) : c10::optional<at::Tensor>());
        }
        return c10::IValue(std::move(list));
    }
    c10::List<at::Tensor> list;
    list.reserve(value.length);
    for (int32_t i = 0; i < value.length; ++i) list.push_back(borrow(handles[i]));
    return c10::IValue(std::move(list));
}

c10::IValue integer_list(const td_value& value, bool as_bool) {
    c10::ArrayRef<int64_t> elements;
    if (value.tag == TD_INT_LIST) {
        elements = {static_cast<int64_t*>(value.pointer), static_cast<size_t>(value.length)};
    } else if (value.tag == TD_INT || value.tag == TD_BOOL) {
        elements = value.integer;
    } else {
        mismatch("a list of integers", value);
    }
    if (!as_bool) return c10::IValue(elements);
    c10::List<bool> list;
    for (auto element : elements) list.push_back(element != 0);
    return c10::IValue(std::move(list));
}

c10::IValue number_list(const td_value& value, bool as_scalars) {
    c10::ArrayRef<double> elements;
    if (value.tag == TD_DOUBLE_LIST) {
        elements = {static_cast<double*>(value.pointer), static_cast<size_t>(value.length)};
    } else if (value.tag == TD_DOUBLE) {
        elements = value.real;
    } else {
        mismatch("a list of floating-point numbers", value);
    }
    if (!as_scalars) return c10::IValue(elements);
    c10::List<at::Scalar> list;
    for (auto element : elements) list.push_back(element);
    return c10::IValue(std::move(list));
}

}  // namespace

parameter parameter::of(const c10::Argument& argument) {
    // The printed type is the one description of it that reads the same in every version of libtorch.
    std::string text = argument.type()->str();
    parameter result;
    result.optional = take_suffix(text, "?");
    result.list = take_suffix(text, "[]");
    if (result.list) result.optional_elements = take_suffix(text, "?");
    if (text == "Tensor") result.element = kind::tensor;
    else if (text == "int" || text == "SymInt" || text == "ScalarType" || text == "Layout" || text == "MemoryFormat") result.element = kind::integer;
    else if (text == "float") result.element = kind::real;
    else if (text == "bool") result.element = kind::boolean;
    else if (text == "Scalar" || text == "number") result.element = kind::scalar;
    else if (text == "str") result.element = kind::string;
    else if (text == "Device") result.element = kind::device;
    else if (text == "Generator") result.element = kind::generator;
    else TORCH_CHECK_TYPE(false, "parameter '", argument.name(), "' has type ", argument.type()->str(), ", which this library does not convert");
    return result;
}

c10::Device to_device(int64_t packed) {
    return {static_cast<c10::DeviceType>(packed >> 32), static_cast<c10::DeviceIndex>(static_cast<int32_t>(packed))};
}

c10::IValue to_ivalue(const td_value& value, const parameter& parameter) {
    if (value.tag == TD_NONE) return parameter.element == parameter::tensor && !parameter.list && !parameter.optional ? c10::IValue(at::Tensor()) : c10::IValue();
    if (parameter.list) {
        switch (parameter.element) {
            case parameter::tensor: return tensor_list(value, parameter.optional_elements);
            case parameter::integer: return integer_list(value, false);
            case parameter::boolean: return integer_list(value, true);
            case parameter::real: return number_list(value, false);
            case parameter::scalar: return number_list(value, true);
            default: mismatch("a list this library converts", value);
        }
    }
    switch (parameter.element) {
        case parameter::tensor:
            if (value.tag != TD_TENSOR) mismatch("a tensor", value);
            return c10::IValue(borrow(value.pointer));
        case parameter::integer:
            if (value.tag != TD_INT) mismatch("an integer", value);
            return c10::IValue(value.integer);
        case parameter::real: return c10::IValue(real(value));
        case parameter::boolean:
            if (value.tag != TD_BOOL) mismatch("a bool", value);
            return c10::IValue(value.integer != 0);
        case parameter::scalar: return number(value, "a number");
        case parameter::string:
            if (value.tag != TD_STRING) mismatch("a string", value);
            return c10::IValue(std::string(static_cast<char*>(value.pointer), static_cast<size_t>(value.length)));
        case parameter::device:
            if (value.tag != TD_DEVICE) mismatch("a device", value);
            return c10::IValue(to_device(value.integer));
        case parameter::generator:
            if (value.tag != TD_GENERATOR) mismatch("a generator", value);
            return c10::IValue(borrow_generator(value.pointer));
    }
    mismatch("a value of a known kind", value);
}

void from_ivalue(c10::IValue&& source, td_value& target) {
    target = {};
    if (source.isTensor()) {
        target.tag = TD_TENSOR;
        target.pointer = give(std::move(source).toTensor());
    } else if (source.isTensorList()) {
        auto list = std::move(source).toTensorVector();
        auto* handles = new tensor[list.size()];
        for (size_t i = 0; i < list.size(); ++i) handles[i] = give(std::move(list[i]));
        target.tag = TD_TENSOR_LIST;
        target.length = static_cast<int32_t>(list.size());
        target.pointer = handles;
    } else if (source.isInt()) {
        target.tag = TD_INT;
        target.integer = source.toInt();
    } else if (source.isDouble()) {
        target.tag = TD_DOUBLE;
        target.real = source.toDouble();
    } else if (source.isBool()) {
        target.tag = TD_BOOL;
        target.integer = source.toBool() ? 1 : 0;
    } else if (source.isNone()) {
        target.tag = TD_NONE;
    } else {
        TORCH_CHECK_TYPE(false, "an operator returned a ", source.tagKind(), ", which this library does not convert");
    }
}
