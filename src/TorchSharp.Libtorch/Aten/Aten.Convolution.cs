namespace TorchSharp.Interop;

internal static partial class Aten
{
    internal static readonly Operator
        AdaptiveAvgPool1d = new("adaptive_avg_pool1d"), AdaptiveAvgPool2d = new("adaptive_avg_pool2d"), AdaptiveAvgPool3d = new("adaptive_avg_pool3d"),
        AdaptiveMaxPool1d = new("adaptive_max_pool1d"), AdaptiveMaxPool2d = new("adaptive_max_pool2d"), AdaptiveMaxPool3d = new("adaptive_max_pool3d"),
        AvgPool1d = new("avg_pool1d"), AvgPool2d = new("avg_pool2d"), AvgPool3d = new("avg_pool3d"),
        Conv1d = new("conv1d"), Conv1dPadding = new("conv1d.padding"), Conv2d = new("conv2d"),
        Conv2dPadding = new("conv2d.padding"), Conv3d = new("conv3d"), Conv3dPadding = new("conv3d.padding"),
        ConvTranspose1d = new("conv_transpose1d"), ConvTranspose2d = new("conv_transpose2d.input"), ConvTranspose3d = new("conv_transpose3d.input"),
        MaxPool1d = new("max_pool1d"), MaxPool1dWithIndices = new("max_pool1d_with_indices"), MaxPool2d = new("max_pool2d"),
        MaxPool2dWithIndices = new("max_pool2d_with_indices"), MaxPool3d = new("max_pool3d"), MaxPool3dWithIndices = new("max_pool3d_with_indices");
}
