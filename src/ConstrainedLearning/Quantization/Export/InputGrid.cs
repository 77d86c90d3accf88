using System.Text.Json.Serialization;
using static TorchSharp.torch;

namespace ConstrainedLearning.Quantization.Export;

/// <summary>The grid of a layer's input as the metadata has it: its kind and its numbers, enough to make the same quantizer again.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "grid")]
[JsonDerivedType(typeof(DoReFaGrid), "dorefa")]
[JsonDerivedType(typeof(AsymmetricGrid), "asymmetric")]
[JsonDerivedType(typeof(SymmetricGrid), "symmetric")]
[JsonDerivedType(typeof(LearnedClipGrid), "learned_clip")]
[JsonDerivedType(typeof(LearnedStepGrid), "learned_step")]
internal abstract record InputGrid(int Bits)
{
    /// <summary>New; one that is a module has to be disposed.</summary>
    /// <exception cref="ArgumentException">The numbers are of no grid.</exception>
    internal abstract IQuantizer Quantizer();

    /// <exception cref="ArgumentException">The grid cannot be stored.</exception>
    internal static InputGrid Of(string layer, IQuantizer quantizer) => quantizer switch
    {
        DoReFaActivations => new DoReFaGrid(quantizer.Bits),
        AsymmetricQuantizer { Range: var range } asymmetric => new AsymmetricGrid(quantizer.Bits, range?.Lower, range?.Upper, OfSamples(layer, asymmetric.Granularity)),
        SymmetricQuantizer symmetric => new SymmetricGrid(quantizer.Bits, symmetric.Limit, OfSamples(layer, symmetric.Granularity)),
        LearnedClip clip => new LearnedClipGrid(quantizer.Bits, clip.state_dict()["alpha"].ToDouble()),
        LearnedStep step when step.state_dict()["started"].ToBoolean() => LearnedStepGrid.Of(step),
        LearnedStep => throw new ArgumentException($"layer '{layer}': the step of its input has not been set, it has seen no values: run the model at low precision first"),
        _ => throw new ArgumentException(
            $"layer '{layer}': a grid of inputs that is a {quantizer.GetType().Name} has no form to be stored in; use DoReFaActivations, AsymmetricQuantizer, SymmetricQuantizer, LearnedClip or LearnedStep"),
    };

    /// <summary>A number that is finite in Float32 too.</summary>
    private protected static double Finite(string name, double number) =>
        float.IsFinite((float)number) ? number : throw new ArgumentException($"{name} is {Text.Number(number)}, expected a number that Float32 can hold");

    private protected static double Positive(string name, double number) =>
        Finite(name, number) > 0 && (float)number > 0 ? number : throw new ArgumentException($"{name} is {Text.Number(number)}, expected a number > 0 in Float32");

    private protected static Granularity Granularity(bool ofSamples) => ofSamples ? Quantization.Granularity.PerChannel() : Quantization.Granularity.PerTensor;

    private static bool OfSamples(string layer, Granularity granularity)
    {
        if (granularity == Quantization.Granularity.PerTensor) return false;
        if (granularity == Quantization.Granularity.PerChannel()) return true;
        throw new ArgumentException($"layer '{layer}': its inputs have a range {granularity}, and a sum of integers needs one scale: give them a range per tensor, or per channel 0, which is per sample");
    }
}

/// <summary>See <see cref="DoReFaActivations"/>.</summary>
internal sealed record DoReFaGrid(int Bits) : InputGrid(Bits)
{
    internal override IQuantizer Quantizer() => new DoReFaActivations(Bits);
}

/// <summary>See <see cref="AsymmetricQuantizer"/>. Without ends the range is that of the values, of all or of each sample.</summary>
internal sealed record AsymmetricGrid(int Bits, double? Lower = null, double? Upper = null, bool PerSample = false) : InputGrid(Bits)
{
    internal override IQuantizer Quantizer()
    {
        if (Lower is null != Upper is null) throw new ArgumentException("one end of the range is there, expected both or none");
        var grid = new AsymmetricQuantizer(Bits) { Granularity = Granularity(PerSample) };
        if (Lower is not { } lower || Upper is not { } upper) return grid;
        Positive("the width of the range", upper - lower);
        return grid with { Range = (Finite("lower", lower), Finite("upper", upper)) };
    }
}

/// <summary>See <see cref="SymmetricQuantizer"/>. Without a limit the range is that of the values, of all or of each sample.</summary>
internal sealed record SymmetricGrid(int Bits, double? Limit = null, bool PerSample = false) : InputGrid(Bits)
{
    internal override IQuantizer Quantizer() => new SymmetricQuantizer(Bits) { Granularity = Granularity(PerSample), Limit = Limit is { } limit ? Positive("limit", limit) : null };
}

/// <summary>See <see cref="LearnedClip"/>.</summary>
internal sealed record LearnedClipGrid(int Bits, double Alpha) : InputGrid(Bits)
{
    internal override IQuantizer Quantizer()
    {
        var clip = new LearnedClip(Bits, Positive("alpha", Alpha));
        return LearnedNumber.Set(clip, "alpha", Alpha);
    }
}

/// <summary>See <see cref="LearnedStep"/>.</summary>
internal sealed record LearnedStepGrid(int Bits, double Step, bool Signed = false) : InputGrid(Bits)
{
    /// <summary>Whether codes go below 0 is asked of the quantizer itself.</summary>
    internal static LearnedStepGrid Of(LearnedStep quantizer)
    {
        using var scope = NewDisposeScope();
        var size = quantizer.state_dict()["step"];
        return new(quantizer.Bits, size.ToDouble(), quantizer.Encode(-size.detach().abs()).Codes.ToDouble() < 0);
    }

    internal override IQuantizer Quantizer()
    {
        var size = Positive("step", Step);
        var step = Signed ? LearnedStep.ForWeights(Bits) : LearnedStep.ForActivations(Bits);
        using var _ = no_grad();
        step.state_dict()["started"].fill_(true);
        return LearnedNumber.Set(step, "step", size);
    }
}

/// <summary>Sets the one number of a learned quantizer.</summary>
internal static class LearnedNumber
{
    /// <summary>Learned numbers are Float32, but of a model that was brought to Float64 with them.</summary>
    internal static T Set<T>(T quantizer, string name, double number) where T : nn.Module
    {
        using var _ = no_grad();
        if ((float)number != number) quantizer.to(ScalarType.Float64);
        quantizer.state_dict()[name].fill_(number);
        return quantizer;
    }
}
