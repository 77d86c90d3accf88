using static TorchSharp.torch;

namespace ConstrainedLearning.Duals;

/// <summary>Which multipliers a measurement speaks of: all, those that were observed, or those of the batch's samples.</summary>
internal abstract class RowSelection
{
    /// <summary>Every multiplier.</summary>
    internal static RowSelection All { get; } = new AllRows();

    /// <summary>Those where <paramref name="observed"/>, shape [count], is true. The others stay as they are to the bit.</summary>
    internal static RowSelection Observed(Tensor observed) => new MaskedRows(observed);

    /// <summary>Those at the given places, shape [rows], each at most once. The cost does not depend on how many there are in all.</summary>
    internal static RowSelection At(Tensor samples) => new IndexedRows(samples);

    /// <summary>Whether components of the measured value may be left out, because nothing was observed of them.</summary>
    internal virtual bool LeavesOut => false;

    /// <summary>The rows to read, borrowed or new.</summary>
    internal abstract Tensor Read(Tensor all);

    /// <summary>The rows to work on: <paramref name="all"/> itself, or a copy that <see cref="Commit"/> puts back.</summary>
    internal abstract Tensor Work(Tensor all);

    /// <summary>Puts rows back.</summary>
    internal abstract void Commit(Tensor all, Tensor worked);

    /// <summary>Rows that can be changed without touching the state: like <see cref="Work"/>, but always a copy.</summary>
    internal virtual Tensor Copy(Tensor all) => Work(all);

    /// <summary>A differentiable value with 0 where nothing was observed, so that neither NaN nor its gradient reaches the model.</summary>
    internal virtual Tensor Clean(Tensor values) => values;

    private sealed class AllRows : RowSelection
    {
        internal override Tensor Read(Tensor all) => all;

        internal override Tensor Work(Tensor all) => all;

        internal override Tensor Copy(Tensor all) => all.clone();

        internal override void Commit(Tensor all, Tensor worked)
        {
            if (!ReferenceEquals(all, worked)) all.copy_(worked);
        }
    }

    private sealed class MaskedRows(Tensor observed) : RowSelection
    {
        internal override bool LeavesOut => true;

        internal override Tensor Read(Tensor all) => all;

        internal override Tensor Work(Tensor all) => all.clone();

        internal override void Commit(Tensor all, Tensor worked) => all.copy_(where(all.Dimensions == 1 ? observed : observed.unsqueeze(1), worked, all));

        internal override Tensor Clean(Tensor values) => where(observed.view(values.shape), values, zeros_like(values));
    }

    private sealed class IndexedRows(Tensor samples) : RowSelection
    {
        internal override Tensor Read(Tensor all) => all.index_select(0, samples);

        internal override Tensor Work(Tensor all) => all.index_select(0, samples);

        internal override void Commit(Tensor all, Tensor worked) => all.index_copy_(0, samples, worked);
    }
}
