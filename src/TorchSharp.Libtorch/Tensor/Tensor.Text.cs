using System.Globalization;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Shape, type and device, as in <c>[2x3], type = Float32, device = cpu</c>; no element is read.</summary>
        public override string ToString() => IsInvalid ? "" : $"[{string.Join("x", shape)}], type = {dtype}, device = {device}";

        /// <summary>With <paramref name="disamb"/> the elements in the default style, else as <see cref="ToString()"/>.</summary>
        public string ToString(bool disamb, string? fltFormat = null, int? width = null, CultureInfo? cultureInfo = null, string? newLine = null) =>
            disamb ? ToString(TensorStringStyle.Default, fltFormat, width, cultureInfo, newLine) : ToString();

        /// <summary>The elements as text; the middle of long dimensions is left out. Waits for the device.</summary>
        /// <param name="style">The style; <see cref="TensorStringStyle.Default"/>: the one of <see cref="torch.TensorStringStyle"/>.</param>
        /// <param name="fltFormat">The .NET format of a floating-point number.</param>
        /// <param name="width">The width of a line.</param>
        /// <param name="cultureInfo">The culture of the numbers; default: the current one.</param>
        /// <param name="newLine">What ends a line.</param>
        public string ToString(TensorStringStyle style, string? fltFormat = null, int? width = null, CultureInfo? cultureInfo = null, string? newLine = null)
        {
            var printed = style == TensorStringStyle.Default ? torch.TensorStringStyle : style;
            if (is_meta || printed == TensorStringStyle.Metadata) return ToString();
            using var text = new TensorText(this, fltFormat ?? torch.floatFormat, width ?? torch.lineWidth, cultureInfo ?? CultureInfo.CurrentCulture, newLine ?? torch.newLine);
            return printed switch
            {
                TensorStringStyle.Numpy => text.Numpy(),
                TensorStringStyle.CSharp => text.CSharp(),
                _ => text.Julia(),
            };
        }
    }

    public const TensorStringStyle julia = TensorStringStyle.Julia;
    public const TensorStringStyle numpy = TensorStringStyle.Numpy;
    public const TensorStringStyle csharp = TensorStringStyle.CSharp;

    internal static string floatFormat = "g5";
    internal static string newLine = Environment.NewLine;
    internal static int lineWidth = 100;
    internal static int maxRows = 6;
    internal static int maxColumns = 6;

    private static TensorStringStyle style = TensorStringStyle.Julia;

    /// <summary>The style of <c>str()</c> when none is named.</summary>
    public static TensorStringStyle TensorStringStyle
    {
        get => style;
        set => style = value != TensorStringStyle.Default ? value : throw new ArgumentException("the default style cannot be 'Default'", nameof(value));
    }

    /// <summary>Sets how elements are printed; what is left out stays as it is.</summary>
    public static void set_printoptions(TensorStringStyle? style = null, string? floatFormat = null, int? linewidth = null, string? newLine = null, int? maxRows = null, int? maxColumns = null)
    {
        TensorStringStyle = style ?? TensorStringStyle;
        torch.floatFormat = floatFormat ?? torch.floatFormat;
        lineWidth = linewidth ?? lineWidth;
        torch.newLine = newLine ?? torch.newLine;
        torch.maxRows = maxRows ?? torch.maxRows;
        torch.maxColumns = maxColumns ?? torch.maxColumns;
    }

    /// <summary>Sets how elements are printed, with a number of decimals.</summary>
    public static void set_printoptions(int precision, int? linewidth = null, string? newLine = null, bool sci_mode = false, int? maxRows = null, int? maxColumns = null) =>
        set_printoptions(null, (sci_mode ? "e" : "f") + precision.ToString(CultureInfo.InvariantCulture), linewidth, newLine, maxRows, maxColumns);
}
