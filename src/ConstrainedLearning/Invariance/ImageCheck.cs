using static TorchSharp.torch;

namespace ConstrainedLearning.Invariance;

/// <summary>Refuses what are not images, or not their parameters.</summary>
internal static class ImageCheck
{
    internal static void Images(object what, Tensor images)
    {
        if (images.Dimensions != 4) throw new ArgumentException($"{what}: the images have shape {Text.Shape(images.shape)}, expected [images, channels, height, width]", nameof(images));
        if (images.dtype is not (ScalarType.Float32 or ScalarType.Float64))
            throw new ArgumentException($"{what}: the images are {images.dtype}, expected Float32 (or Float64); bring bytes there with images.to(float32), which keeps the values 0 to 255", nameof(images));
    }

    internal static void Parameters(Transformation transformation, Tensor images, Tensor? parameters)
    {
        var count = images.size(0);
        if (transformation.Magnitude is not { } magnitude)
        {
            if (parameters is not null) throw new ArgumentException($"{transformation} has no magnitude, yet parameters were given; leave them out", nameof(parameters));
            return;
        }

        var expected = magnitude.Components == 1 ? $"[{count}]" : $"[{count}, {magnitude.Components}]";
        if (parameters is null) throw new ArgumentException($"{transformation}: no parameters were given, expected {expected}, one for each image", nameof(parameters));
        if (parameters.Dimensions != magnitude.Components || parameters.size(0) != count || (magnitude.Components == 2 && parameters.size(1) != 2))
            throw new ArgumentException($"{transformation}: the parameters have shape {Text.Shape(parameters.shape)}, expected {expected}, one for each image", nameof(parameters));
        if (!parameters.is_floating_point()) throw new ArgumentException($"{transformation}: the parameters are {parameters.dtype}, expected a floating type", nameof(parameters));
        if (!parameters.device.Equals(images.device)) throw new ArgumentException($"{transformation}: the parameters are on {parameters.device} and the images on {images.device}; move one", nameof(parameters));
        if (parameters.device.type == TorchSharp.DeviceType.CPU && !AllFinite(parameters)) throw new ArgumentException($"{transformation}: a parameter is NaN or infinite", nameof(parameters));
    }

    private static bool AllFinite(Tensor values)
    {
        using var scope = NewDisposeScope();
        return values.detach().isfinite().all().ToBoolean();
    }
}
