using System.Globalization;
using ConstrainedLearning.Adapters;
using ConstrainedLearning.Reports.Tables;

namespace ConstrainedLearning.Reports.Adapters;

/// <summary>How many numbers adapters train beside the model's, as a table.</summary>
public static class SizeTable
{
    /// <summary>One row for each adapter, and one for the model.</summary>
    public static Table Create(AdapterSizes sizes) => new(
        [new("part"), new("method"), new("sites", Alignment.Right), new("trained numbers", Alignment.Right), new("frozen numbers", Alignment.Right), new("trained, % of the model", Alignment.Right)],
        [
            .. sizes.Adapters.Select(adapter => new[] { adapter.Name, adapter.Method, Whole(adapter.Sites), Whole(adapter.Trained), Whole(adapter.Frozen), (100.0 * adapter.Trained / sizes.Model).ToString("F3", CultureInfo.InvariantCulture) }),
            ["model", "", "", "0", Whole(sizes.Model), ""],
        ])
    {
        Caption = "What is trained. Numbers that sites share are counted once.",
    };

    private static string Whole(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
