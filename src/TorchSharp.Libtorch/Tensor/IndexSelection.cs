using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>
    /// What a list of indices picks from a tensor: a view made by numbers, ranges and new dimensions, and the tensors of
    /// places that index this view. The temporaries belong to the selection.
    /// </summary>
    private sealed class IndexSelection : IDisposable
    {
        private readonly Tensor _source;
        private readonly List<Tensor> _temporaries = [];
        private readonly List<Tensor?> _places = [];
        private Tensor _view;
        private int _dimension;
        private int _maskedBeyondFirst;

        internal IndexSelection(Tensor source, ReadOnlySpan<TensorIndex> indices)
        {
            (_source, _view) = (source, source);
            var named = Consumed(indices);
            if (named > source.Sizes.Length)
                throw new ArgumentException($"{named} indices for a tensor of {source.Sizes.Length} dimensions, shape [{string.Join(", ", source.shape)}]");
            foreach (var index in indices) Apply(in index, source.Sizes.Length - named);
        }

        /// <summary>What is picked; the caller owns it.</summary>
        internal Tensor Read()
        {
            if (_places.Count > 0) return Aten.Index.Call(_view, _places.ToArray());
            if (ReferenceEquals(_view, _source)) return _source.alias();
            // By reference: tensors are equal when their values are.
            _temporaries.RemoveAll(temporary => ReferenceEquals(temporary, _view));
            return _view;
        }

        /// <summary>Puts a value, broadcast, in the place of what is picked.</summary>
        internal void Write(Tensor value, bool accumulate)
        {
            using var own = value.device.Equals(_source.device) || value.Sizes.Length == 0 ? null : value.to(_source.device);
            var from = Trimmed(own ?? value);
            if (_places.Count > 0)
                Aten.IndexPutInPlace.Run(_view, _places.ToArray(), Matched(from), accumulate);
            else if (accumulate)
                Aten.AddInPlace.Run(_view, from);
            else
                Aten.CopyInPlace.Run(_view, from);
        }

        public void Dispose()
        {
            foreach (var temporary in _temporaries) temporary.Dispose();
        }

        private static int Consumed(ReadOnlySpan<TensorIndex> indices)
        {
            var count = 0;
            foreach (var index in indices)
            {
                count += index.Kind switch
                {
                    TensorIndex.Form.Single or TensorIndex.Form.Slice => 1,
                    TensorIndex.Form.Tensor => IsMask(index.Elements!) ? (int)index.Elements!.ndim : 1,
                    _ => 0,
                };
            }
            return count;
        }

        private static bool IsMask(Tensor tensor) => tensor.dtype is ScalarType.Bool or ScalarType.Byte;

        private void Apply(ref readonly TensorIndex index, int unnamed)
        {
            switch (index.Kind)
            {
                case TensorIndex.Form.Single:
                    Become(_view.select(_dimension, index.Start));
                    break;
                case TensorIndex.Form.Slice:
                    if (index.Step is < 1) throw new ArgumentException($"the step of a slice must be positive, got {index.Step}");
                    if (index.From is not null || index.To is not null || index.Step is > 1)
                        Become(Aten.Slice.Call(_view, _dimension, index.From, index.To, index.Step ?? 1));
                    _dimension++;
                    break;
                case TensorIndex.Form.Ellipsis:
                    _dimension += unnamed;
                    break;
                case TensorIndex.Form.None:
                    Become(_view.unsqueeze(_dimension++));
                    break;
                case TensorIndex.Form.Bool:
                    Become(_view.unsqueeze(_dimension));
                    Record(Own(arange(index.Start, ScalarType.Int64, _source.device)));
                    break;
                default:
                    Apply(index.Elements!);
                    break;
            }
        }

        private void Apply(Tensor places)
        {
            if (places.ndim > 0)
            {
                Record(places);
                return;
            }
            if (IsMask(places))
            {
                Become(_view.unsqueeze(_dimension));
                Record(Own(arange(places.ToInt64() == 0 ? 0 : 1, ScalarType.Int64, _source.device)));
            }
            else
            {
                Become(_view.select(_dimension, places.ToInt64()));
            }
        }

        private void Record(Tensor places)
        {
            // The operator counts a mask as one index, though it stands for as many dimensions as it has.
            while (_places.Count < _dimension - _maskedBeyondFirst) _places.Add(null);
            _places.Add(places);
            var covers = IsMask(places) ? (int)places.ndim : 1;
            _dimension += covers;
            _maskedBeyondFirst += covers - 1;
        }

        private void Become(Tensor view)
        {
            _temporaries.Add(view);
            _view = view;
        }

        private Tensor Own(Tensor temporary)
        {
            _temporaries.Add(temporary);
            return temporary;
        }

        // Leading dimensions of size 1 that the place does not have: dropped, as in PyTorch.
        private Tensor Trimmed(Tensor value)
        {
            if (_places.Count > 0 || value.ndim <= _view.ndim) return value;
            return Own(value.reshape(value.Sizes[(int)(value.ndim - _view.ndim)..].ToArray()));
        }

        private Tensor Matched(Tensor value) => value.dtype == _source.dtype ? value : Own(value.to(_source.dtype));
    }
}
