// Between tagged values and libtorch's IValues, led by each parameter's type in the operator's schema.
#pragma once
#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>
#include <ATen/core/function_schema.h>
#include <ATen/core/ivalue.h>
#include "dispatch.h"

// What a parameter of an operator takes. `Scalar` is a number of any kind.
struct parameter {
    enum kind {
        tensor,
        integer,
        real,
        boolean,
        scalar,
        string,
        device,
        generator,
    } element = kind::tensor;
    bool optional = false;
    bool list = false;
    bool optional_elements = false;

    static parameter of(const c10::Argument& argument);
};

// The tensor behind a handle, sharing its count.
inline at::Tensor borrow(tensor handle) {
    if (handle == nullptr) return {};
    return at::Tensor(
        c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim_copy(static_cast<c10::TensorImpl*>(handle)));
}

// Gives the caller one reference; an undefined tensor is a null handle.
inline tensor give(at::Tensor value) {
    return value.defined() ? value.unsafeReleaseTensorImpl() : nullptr;
}

inline at::Generator borrow_generator(generator handle) {
    return at::Generator(c10::intrusive_ptr<c10::GeneratorImpl>::reclaim_copy(static_cast<c10::GeneratorImpl*>(handle)));
}

c10::Device to_device(int64_t packed);
c10::IValue to_ivalue(const td_value& value, const parameter& parameter);

// Writes what an operator returned; throws when the kind has no tag.
void from_ivalue(c10::IValue&& source, td_value& target);
