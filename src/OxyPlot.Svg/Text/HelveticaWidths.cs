namespace OxyPlot.Text;

/// <summary>Advance widths of Helvetica, which Arial and Liberation Sans share, in thousandths of the font size.</summary>
internal static class HelveticaWidths
{
    private const int First = ' ', Last = '~';

    private static readonly short[] Regular =
    [
        278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556,
        556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
        667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556,
        556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
    ];

    private static readonly short[] Bold =
    [
        278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556,
        556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778,
        667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611, 556, 333, 611,
        611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
    ];

    /// <summary>Characters beyond ASCII that plots use; bold differs little enough to share them.</summary>
    private static readonly Dictionary<char, short> Others = new()
    {
        ['\u00A0'] = 278, ['°'] = 400, ['±'] = 549, ['²'] = 333, ['³'] = 333, ['µ'] = 576, ['·'] = 278, ['×'] = 584, ['ß'] = 611,
        ['Δ'] = 668, ['α'] = 578, ['β'] = 575, ['ε'] = 446, ['θ'] = 556, ['λ'] = 500, ['μ'] = 576, ['σ'] = 617,
        ['–'] = 556, ['—'] = 1000, ['‘'] = 222, ['’'] = 222, ['“'] = 333, ['”'] = 333, ['…'] = 1000, ['−'] = 584,
        ['→'] = 1000, ['≤'] = 549, ['≥'] = 549, ['≈'] = 549,
    };

    internal static double Of(char character, bool bold) => character switch
    {
        >= (char)First and <= (char)Last => (bold ? Bold : Regular)[character - First],
        _ when Others.TryGetValue(character, out var width) => width,
        >= '\u0300' and <= '\u036F' => 0, // combining accents
        >= '\uDC00' and <= '\uDFFF' => 0, // the second half of a pair
        >= '\u2E80' => 1000, // East Asian scripts and symbols fill the square
        >= '\u00C0' and <= '\u00DE' => 722, // accented capitals
        _ => bold ? 611 : 556,
    };
}
