namespace TorchSharp.Interop;

internal static partial class Aten
{
    internal static readonly Operator
        RandintLowGenerator = new("randint.low_generator"), RandpermGenerator = new("randperm.generator"),
        RandpermGeneratorOut = new("randperm.generator_out"), NormalFloatFloat = new("normal.float_float"),
        NormalTensorTensor = new("normal.Tensor_Tensor");
}
