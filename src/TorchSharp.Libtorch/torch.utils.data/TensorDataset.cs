using TorchSharp.Modules;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class utils
        {
            public static partial class data
            {
                /// <summary>Sample i holds row i of each tensor.</summary>
                /// <param name="tensors">Tensors with the same first dimension; the set keeps its own references.</param>
                public static TensorDataset TensorDataset(params Tensor[] tensors) => new(tensors);
            }
        }
    }
}

namespace TorchSharp.Modules
{
    /// <inheritdoc cref="torch.utils.data.TensorDataset(torch.Tensor[])"/>
    public class TensorDataset : torch.utils.data.IterableDataset
    {
        private readonly torch.Tensor[] _tensors;

        internal TensorDataset(torch.Tensor[] tensors)
        {
            if (tensors is null or []) throw new ArgumentNullException(nameof(tensors), "a data set needs one tensor at least");
            if (tensors.FirstOrDefault(t => t.shape[0] != tensors[0].shape[0]) is { } other)
                throw new ArgumentException($"all tensors need as many rows as the first, which has {tensors[0].shape[0]}; one has shape [{string.Join(", ", other.shape)}]", nameof(tensors));
            _tensors = [.. tensors.Select(t => t.alias().DetachFromDisposeScope())];
        }

        /// <inheritdoc/>
        public override long Count => _tensors[0].shape[0];

        /// <summary>The rows of sample <paramref name="index"/>.</summary>
        public IList<torch.Tensor> this[long index] => GetTensor(index);

        /// <inheritdoc/>
        public override IList<torch.Tensor> GetTensor(long index) => Array.ConvertAll(_tensors, t => t.select(0, index));

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            if (!disposing) return;
            foreach (var tensor in _tensors) tensor.Dispose();
        }
    }
}
