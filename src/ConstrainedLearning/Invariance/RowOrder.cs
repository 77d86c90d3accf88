using static TorchSharp.torch;

namespace ConstrainedLearning.Invariance;

/// <summary>The order of a batch's rows in which those of one operation stand together, family by family, and the way back. Both are on the device.</summary>
/// <param name="Order">The row that comes k-th, [n].</param>
/// <param name="Inverse">The place of row k, [n].</param>
/// <param name="Counts">How many rows each operation has.</param>
internal sealed record RowOrder(Tensor Order, Tensor Inverse, int[] Counts)
{
    internal static RowOrder By(int[] operations, IReadOnlyList<OperationFamily> families, Device device)
    {
        var kinds = families.Sum(family => family.Members.Count);
        var (counts, next) = (new int[kinds], new int[kinds]);
        foreach (var operation in operations) counts[operation]++;
        var start = 0;
        foreach (var operation in families.SelectMany(family => family.Members))
        {
            next[operation] = start;
            start += counts[operation];
        }

        var rows = new long[2 * operations.Length]; // one array, so that it is one transfer
        for (var row = 0; row < operations.Length; row++)
        {
            var place = next[operations[row]]++;
            (rows[place], rows[operations.Length + row]) = (row, place);
        }
        var both = Upload.To(device, tensor(rows, 2, operations.Length));
        return new RowOrder(both.select(0, 0), both.select(0, 1), counts);
    }
}
