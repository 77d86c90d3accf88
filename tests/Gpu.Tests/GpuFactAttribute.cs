using TorchSharp;

namespace Gpu.Tests;

/// <summary>A test that needs a CUDA device; skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class GpuFactAttribute : FactAttribute
{
    public GpuFactAttribute()
    {
        if (Target.Type == "cuda" && !torch.cuda.is_available())
            Skip = "no CUDA device, or a libtorch without CUDA";
    }
}

/// <summary>Where the tests run: on <c>cuda</c>, or on what GPU_TESTS_DEVICE names, for trying the tests themselves.</summary>
internal static class Target
{
    internal static string Type { get; } = Environment.GetEnvironmentVariable("GPU_TESTS_DEVICE") is { Length: > 0 } named ? named : "cuda";

    internal static torch.Device Device => torch.device(Type);
}
