using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>The C ABI of <c>src/native/dispatch.h</c>, function by function.</summary>
internal static unsafe partial class NativeMethods
{
    private const string Library = NativeLoader.Library;

    [LibraryImport(Library)] internal static partial byte* td_error(int* category);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] internal static partial nint td_find(string name, string overload);
    [LibraryImport(Library)] internal static partial int td_call(nint operation, NativeValue* arguments, int count, NativeValue* results, int capacity);
    [LibraryImport(Library)] internal static partial void td_free_list(nint list);

    [LibraryImport(Library)] internal static partial void td_release(nint tensor);
    [LibraryImport(Library)] internal static partial int td_describe(nint tensor, TensorInfo* info);
    [LibraryImport(Library)] internal static partial int td_sizes(nint tensor, long* sizes, long* strides);
    [LibraryImport(Library)] internal static partial int td_from_host(void* data, int dtype, long* sizes, int dimensions, nint* result);
    [LibraryImport(Library)] internal static partial int td_to_host(nint tensor, void* data, long bytes);
    [LibraryImport(Library)] internal static partial int td_item(nint tensor, void* data);
    [LibraryImport(Library)] internal static partial nint td_data_pointer(nint tensor);
    [LibraryImport(Library)] internal static partial long td_query(nint tensor, int what);

    [LibraryImport(Library)] internal static partial int td_set_requires_grad(nint tensor, int value);
    [LibraryImport(Library)] internal static partial int td_get_grad(nint tensor, nint* result);
    [LibraryImport(Library)] internal static partial int td_set_grad(nint tensor, nint value);
    [LibraryImport(Library)] internal static partial int td_retain_grad(nint tensor);
    [LibraryImport(Library)]
    internal static partial int td_backward(
        nint* outputs, nint* gradients, int count, int retainGraph, int createGraph, nint* inputs, int inputCount);
    [LibraryImport(Library)]
    internal static partial int td_grad(
        nint* outputs, nint* gradients, int count, nint* inputs, int inputCount, int retainGraph, int createGraph, int allowUnused, nint* results);
    [LibraryImport(Library)] internal static partial int td_get_grad_mode();
    [LibraryImport(Library)] internal static partial void td_set_grad_mode(int enabled);
    [LibraryImport(Library)] internal static partial nint td_enter_inference(int enabled);
    [LibraryImport(Library)] internal static partial void td_leave_inference(nint guard);
    [LibraryImport(Library)] internal static partial int td_is_inference();

    [LibraryImport(Library)] internal static partial int td_enter_autocast(int deviceType, int dtype, int enabled);
    [LibraryImport(Library)] internal static partial int td_leave_autocast(int deviceType, int before);

    [LibraryImport(Library)] internal static partial int td_grads(nint* parameters, int count, nint* gradients);
    [LibraryImport(Library)] internal static partial int td_zero_grads(nint* parameters, int count, int setToNone);
    [LibraryImport(Library)]
    internal static partial int td_adam_step(
        nint* parameters, nint* gradients, nint* means, nint* squares, nint* largest, double* steps, double* roots, int count, AdamNumbers* options);
    [LibraryImport(Library)]
    internal static partial int td_sgd_step(nint* parameters, nint* gradients, nint* buffers, int* fresh, int count, SgdNumbers* options);
    [LibraryImport(Library)]
    internal static partial int td_adagrad_step(nint* parameters, nint* gradients, nint* sums, double* rates, int count, double weightDecay, double epsilon);

    [LibraryImport(Library)] internal static partial int td_manual_seed(long seed);
    [LibraryImport(Library)] internal static partial nint td_default_generator(int deviceType, int deviceIndex);
    [LibraryImport(Library)] internal static partial nint td_new_generator(int deviceType, int deviceIndex);
    [LibraryImport(Library)] internal static partial void td_release_generator(nint generator);
    [LibraryImport(Library)] internal static partial long td_generator_seed(nint generator);
    [LibraryImport(Library)] internal static partial int td_set_generator_seed(nint generator, long seed);
    [LibraryImport(Library)] internal static partial nint td_generator_state(nint generator);
    [LibraryImport(Library)] internal static partial int td_set_generator_state(nint generator, nint state);

    [LibraryImport(Library)] internal static partial nint td_version();
    [LibraryImport(Library)] internal static partial int td_threads(int interop);
    [LibraryImport(Library)] internal static partial int td_set_threads(int count, int interop);
    [LibraryImport(Library)] internal static partial int td_cuda_devices();
    [LibraryImport(Library)] internal static partial int td_cudnn();
    [LibraryImport(Library)] internal static partial int td_cuda_synchronize(int deviceIndex);
    [LibraryImport(Library)] internal static partial int td_allow_tf32(int which, int value);
    [LibraryImport(Library)] internal static partial int td_watch_synchronizations(int on);
    [LibraryImport(Library)] internal static partial long td_synchronizations();
}
