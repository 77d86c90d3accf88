using System.Globalization;
using System.Text;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Data.Images.Formats;

/// <summary>The UCI digits as lines of 65 numbers: 64 pixels of 0..16, row by row, then the label.</summary>
internal static class DigitsFormat
{
    private const int Side = 8;
    private const int Levels = 16;
    private const int Classes = 10;

    /// <summary>Images with their 17 levels stretched to 0..255, round(255 v / 16): what augmentations expect.</summary>
    /// <param name="name">For messages.</param>
    /// <param name="contents">ASCII text.</param>
    /// <exception cref="DataException">A line has another number of values, or a value is not a number or not in its range.</exception>
    public static LabelledImages Parse(string name, byte[] contents)
    {
        var lines = Encoding.ASCII.GetString(contents).TrimEnd().Split('\n');
        var (pixels, labels) = (new byte[lines.Length * Side * Side], new long[lines.Length]);
        for (var line = 0; line < lines.Length; line++)
        {
            var cells = lines[line].TrimEnd('\r').Split(',');
            if (cells.Length != Side * Side + 1)
                throw new DataException($"{name}: line {line + 1} has {cells.Length} values, expected {Side * Side + 1}; the file is damaged: get it again.");
            for (var cell = 0; cell < Side * Side; cell++)
                pixels[line * Side * Side + cell] = (byte)Math.Round(Value(name, line, cells, cell, Levels) * 255.0 / Levels);
            labels[line] = Value(name, line, cells, Side * Side, Classes - 1);
        }
        return new(tensor(pixels, [lines.Length, 1, Side, Side]), tensor(labels));
    }

    private static int Value(string name, int line, string[] cells, int cell, int most) =>
        int.TryParse(cells[cell], NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value <= most
            ? value
            : throw new DataException($"{name}: line {line + 1}, value {cell + 1} is \"{cells[cell]}\", expected a whole number from 0 to {most}; the file is damaged: get it again.");
}
