using static TorchSharp.torch;

namespace TorchSharp.Libtorch.Tests;

internal static partial class OperationTable
{
    private static readonly Dictionary<string, Func<Tensor[], Tensor>> Fourier = new()
    {
        ["fft"] = t => fft.fft_(t[0]).abs(),
        ["fft_imag"] = t => fft.fft_(t[0]).imag,
        ["ifft"] = t => fft.ifft(t[0]).real,
        ["rfft_real"] = t => fft.rfft(t[0]).real,
        ["rfft_padded"] = t => fft.rfft(t[0], 10).angle(),
        ["rfft_ortho"] = t => fft.rfft(t[0], dim: 0, norm: FFTNormType.Ortho).real,
        ["irfft"] = t => fft.irfft(fft.rfft(t[0]) * 2, 8),
        ["fft2"] = t => fft.fft2(t[0]).real,
        ["ifft2"] = t => fft.ifft2(t[0]).imag,
        ["rfft2"] = t => fft.rfft2(t[0]).abs(),
        ["irfft2"] = t => fft.irfft2(fft.rfft2(t[0]), [3, 4]),
        ["fftn"] = t => fft.fftn(t[0]).real,
        ["rfftn"] = t => fft.rfftn(t[0]).imag,
        ["fftfreq"] = _ => fft.fftfreq(5, 0.5),
        ["rfftfreq"] = _ => fft.rfftfreq(6),
        ["fftshift"] = t => fft.fftshift(t[0]),
        ["ifftshift"] = t => fft.ifftshift(t[0]),
        ["view_as_real"] = t => complex(t[0], 2 * t[0]).view_as_real(),
        ["view_as_complex"] = t => t[0].view_as_complex().abs(),
        ["polar"] = t => polar(t[0], t[1]).real,
        ["conj"] = t => t[0].view_as_complex().conj().imag,
        ["stft"] = t => t[0].stft(4, 2, return_complex: true).abs(),
    };
}
