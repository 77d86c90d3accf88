namespace OxyPlot.Svg;

/// <summary>A plot's pixels as PNG.</summary>
internal static class Png
{
    /// <summary>Encodes pixels indexed [row, column], the top row first, each repeated in both directions.</summary>
    internal static byte[] Encode(OxyColor[,] pixels, int repeat = 1)
    {
        var (height, width) = (pixels.GetLength(0) * repeat, pixels.GetLength(1) * repeat);
        var samples = new byte[4 * height * width];
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
            {
                var (pixel, at) = (pixels[y / repeat, x / repeat], 4 * (y * width + x));
                (samples[at], samples[at + 1], samples[at + 2], samples[at + 3]) = (pixel.R, pixel.G, pixel.B, pixel.A);
            }
        return PngFile.Write(width, height, PngColor.Rgba, samples);
    }
}
