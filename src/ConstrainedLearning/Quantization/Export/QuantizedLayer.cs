using static TorchSharp.torch;

namespace ConstrainedLearning.Quantization.Export;

/// <summary>A layer as it is stored: its weight as packed codes 0 to 2^b - 1, value = scale (code - zero point) / steps, and the grid of its input.</summary>
/// <remarks>Grids whose codes are of both signs are stored 2^(b - 1) higher, their zero point with them: the values are the same.</remarks>
internal sealed class QuantizedLayer
{
    private readonly Tensor _packed, _scale, _zeroPoint;

    private QuantizedLayer(LayerRecord record, Tensor packed, Tensor scale, Tensor zeroPoint) => (Record, _packed, _scale, _zeroPoint) = (record, packed, scale, zeroPoint);

    internal LayerRecord Record { get; }

    /// <summary>Of the weight's values.</summary>
    internal ScalarType Type => _scale.dtype;

    /// <summary>The bytes of the weight as it was.</summary>
    internal long FloatBytes => Record.Count * _scale.ElementSize;

    /// <param name="layer">Its weight is encoded.</param>
    /// <param name="key">The weight's name in the model's state.</param>
    /// <returns>Its tensors are in host memory, in the caller's dispose scope.</returns>
    internal static QuantizedLayer Of(LayerPrecision layer, string key)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var weight = layer.Weight.Encode(layer.Site.Weight);
        var record = LayerRecord.Of(layer.Site.Name, weight, layer.Input);
        var shift = weight.Codes.dtype == ScalarType.Int8 ? 1 << (weight.Bits - 1) : 0;
        var codes = (weight.Codes.to(ScalarType.Int32) + shift).to(ScalarType.Byte).cpu().contiguous();
        var packed = tensor(BitPacking.Pack(codes.data<byte>().ToArray(), weight.Bits));
        var result = new QuantizedLayer(record, packed, weight.Scale.cpu(), (weight.ZeroPoint + shift).cpu());
        try
        {
            result.Check(key, key);
        }
        catch (QuantizedModelException e)
        {
            throw new ArgumentException($"layer '{layer.Site.Name}' cannot be exported with a weight of {layer.Weight}: {e.Message}", e);
        }
        foreach (var (_, stored) in result.Tensors(key)) stored.MoveToOuterDisposeScope();
        return result;
    }

    /// <param name="key">The weight's name in the model's state.</param>
    /// <param name="entry">The name of the record in the metadata.</param>
    /// <param name="json">The record.</param>
    /// <param name="take">Gives a tensor by its name.</param>
    /// <exception cref="QuantizedModelException">A part is missing or of no layer.</exception>
    internal static QuantizedLayer Read(string key, string entry, string json, Func<string, Tensor> take)
    {
        var result = new QuantizedLayer(LayerRecord.Parse(entry, json), take(CodesOf(key)), take(ScaleOf(key)), take(ZeroPointOf(key)));
        result.Check(key, entry);
        return result;
    }

    internal IEnumerable<KeyValuePair<string, Tensor>> Tensors(string key) => [new(CodesOf(key), _packed), new(ScaleOf(key), _scale), new(ZeroPointOf(key), _zeroPoint)];

    /// <summary>The numbers that the weight's quantizer gave, exactly, in the caller's dispose scope.</summary>
    internal QuantizedTensor Decode()
    {
        using var scope = NewDisposeScope();
        var codes = new byte[Record.Count];
        BitPacking.Unpack(_packed.data<byte>().ToArray(), Record.Bits, codes);
        return new QuantizedTensor(Record.Bits, tensor(codes).reshape([.. Record.Shape]), _scale.clone(), _zeroPoint.clone(), Record.Steps).MoveToOuterDisposeScope();
    }

    private void Check(string key, string entry)
    {
        CheckPacked(CodesOf(key));
        CheckShape(ScaleOf(key), _scale);
        CheckShape(ZeroPointOf(key), _zeroPoint);
        if (_zeroPoint.dtype != _scale.dtype) throw new QuantizedModelException(ZeroPointOf(key), $"it is {_zeroPoint.dtype}, expected the scale's {_scale.dtype}");
        if (Numbers(_scale).FirstOrDefault(scale => !(scale >= 0 && double.IsFinite(scale)), 0) is var wrong and not 0)
            throw new QuantizedModelException(ScaleOf(key), $"a scale is {Text.Number(wrong)}, expected a finite number >= 0");
        var (highest, whole) = ((1 << Record.Bits) - 1, Record.Steps % 1 == 0 ? 1 : 2);
        foreach (var zeroPoint in Numbers(_zeroPoint))
            if (!(zeroPoint >= 0 && zeroPoint <= highest && zeroPoint * whole % 1 == 0))
                throw new QuantizedModelException(ZeroPointOf(key), $"a zero point is {Text.Number(zeroPoint)}, expected a multiple of 1/{whole} from 0 to {highest} with {Record.Bits} bits and {Text.Number(Record.Steps)} steps");
        try
        {
            using var input = Record.Input?.Quantizer() as IDisposable;
        }
        catch (ArgumentException e)
        {
            throw new QuantizedModelException(entry, $"its input has no such grid ({e.Message})", e);
        }
    }

    private void CheckPacked(string name)
    {
        var length = BitPacking.Length(Record.Count, Record.Bits);
        if (_packed.dtype != ScalarType.Byte || _packed.Dimensions != 1 || _packed.size(0) != length)
            throw new QuantizedModelException(
                name, $"it is {_packed.dtype} of shape {Text.Shape(_packed.shape)}, expected Byte of shape [{length}]: {Record.Count} codes of {Record.Bits} bits for a weight of shape {Text.Shape([.. Record.Shape])}");
        if (!BitPacking.EndsInZeros(_packed.data<byte>().ToArray(), Record.Count, Record.Bits)) throw new QuantizedModelException(name, "the bits after its last code are not zeros");
    }

    // One number, or one for each output.
    private void CheckShape(string name, Tensor numbers)
    {
        long[] perOutput = [Record.Shape[0], .. Enumerable.Repeat(1L, Record.Shape.Count - 1)];
        if (numbers.dtype is not (ScalarType.Float32 or ScalarType.Float64 or ScalarType.Float16 or ScalarType.BFloat16))
            throw new QuantizedModelException(name, $"it is {numbers.dtype}, expected floating-point numbers");
        if (numbers.Dimensions != 0 && !numbers.shape.SequenceEqual(perOutput))
            throw new QuantizedModelException(name, $"it has shape {Text.Shape(numbers.shape)}, expected one number for the layer, of shape [], or one for each output, {Text.Shape(perOutput)}");
    }

    private static double[] Numbers(Tensor numbers)
    {
        using var wide = numbers.to(ScalarType.Float64).reshape(-1);
        return wide.data<double>().ToArray();
    }

    private static string CodesOf(string key) => key + ".codes";

    private static string ScaleOf(string key) => key + ".scale";

    private static string ZeroPointOf(string key) => key + ".zero_point";
}
