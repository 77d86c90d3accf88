namespace TorchSharp.Interop;

internal static partial class Aten
{
    internal static readonly Operator
        FftFft = new("fft_fft"), FftIfft = new("fft_ifft"), FftRfft = new("fft_rfft"), FftIrfft = new("fft_irfft"), FftHfft = new("fft_hfft"),
        FftIhfft = new("fft_ihfft"), FftFft2 = new("fft_fft2"), FftIfft2 = new("fft_ifft2"), FftRfft2 = new("fft_rfft2"),
        FftIrfft2 = new("fft_irfft2"), FftHfft2 = new("fft_hfft2"), FftIhfft2 = new("fft_ihfft2"), FftFftn = new("fft_fftn"),
        FftIfftn = new("fft_ifftn"), FftRfftn = new("fft_rfftn"), FftIrfftn = new("fft_irfftn"), FftHfftn = new("fft_hfftn"),
        FftIhfftn = new("fft_ihfftn"), FftFftfreq = new("fft_fftfreq"), FftRfftfreq = new("fft_rfftfreq"), FftFftshift = new("fft_fftshift"),
        FftIfftshift = new("fft_ifftshift");
}
