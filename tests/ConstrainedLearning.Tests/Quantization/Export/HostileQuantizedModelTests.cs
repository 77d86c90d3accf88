using ConstrainedLearning.Quantization;
using ConstrainedLearning.Quantization.Export;
using TorchSharp;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Quantization.Export;

/// <summary>Parts that are of no quantized model, by accident or intent: each is refused, in words that name the entry.</summary>
public sealed class HostileQuantizedModelTests : IDisposable
{
    private const string Layer = "quantized_model/0.weight";

    private readonly TorchSharp.Modules.Sequential _model = nn.Sequential(nn.Linear(5, 3), nn.ReLU(), nn.Linear(3, 2));
    private readonly Dictionary<string, Tensor> _tensors;
    private readonly Dictionary<string, string> _metadata;
    private readonly QuantizedModel _exported;
    private readonly DisposeScope _scope = NewDisposeScope();

    public HostileQuantizedModelTests()
    {
        _exported = QuantizedModel.Of(_model, LayerPrecision.Of(LayerSite.Of(_model, "0"), new SymmetricQuantizer(3), new DoReFaActivations(4)));
        (_tensors, _metadata) = (_exported.Tensors.ToDictionary(), _exported.Metadata.ToDictionary());
    }

    public void Dispose()
    {
        _exported.Dispose();
        _model.Dispose();
        _scope.Dispose();
    }

    [Fact]
    public void What_is_well_is_taken()
    {
        _metadata["format"] = "pt";
        using var model = QuantizedModel.From(_tensors, _metadata);
        model.Metadata[Layer].Should().Be("""{"bits":3,"shape":[3,5],"steps":3,"input":{"grid":"dorefa","bits":4}}""");
        model.Tensors["0.weight.codes"].numel().Should().Be(6, "15 codes of 3 bits");
    }

    [Theory]
    [InlineData(null, "*'quantized_model'*no such entry*")]
    [InlineData("2", "*'quantized_model'*version is '2', expected 1*")]
    [InlineData("1\u001b[31m", "*version is '1?[31m'*")]
    public void Version(string? version, string message)
    {
        if (version is null) _metadata.Remove("quantized_model");
        else _metadata["quantized_model"] = version;
        Refused(message);
    }

    [Theory]
    [InlineData("", "*not the JSON*")]
    [InlineData("null", "*is null*")]
    [InlineData("[]", "*not the JSON*")]
    [InlineData("{}", "*not the JSON*")]
    [InlineData("""{"bits":3,"shape":[3,5]}""", "*not the JSON*steps*")]
    [InlineData("""{"bits":3,"shape":null,"steps":3}""", "*not the JSON*")]
    [InlineData("""{"bits":3,"shape":[3,5],"steps":3,"axis":1}""", "*not the JSON*axis*")]
    [InlineData("""{"bits":3,"bits":4,"shape":[3,5],"steps":3}""", "*not the JSON*")]
    [InlineData("""{"bits":0,"shape":[3,5],"steps":3}""", "*bits is 0, expected 1 to 8*")]
    [InlineData("""{"bits":9,"shape":[3,5],"steps":3}""", "*bits is 9*")]
    [InlineData("""{"bits":-2147483648,"shape":[3,5],"steps":3}""", "*bits is -2147483648*")]
    [InlineData("""{"bits":1e9,"shape":[3,5],"steps":3}""", "*not the JSON*")]
    [InlineData("""{"bits":3,"shape":[3,5],"steps":0}""", "*steps is 0*")]
    [InlineData("""{"bits":3,"shape":[3,5],"steps":8}""", "*steps is 8*up to 7*")]
    [InlineData("""{"bits":3,"shape":[3,5],"steps":2.7}""", "*steps is 2.7*multiple of 1/2*")]
    [InlineData("""{"bits":3,"shape":[3,5],"steps":1e999}""", "*steps is Infinity*")]
    [InlineData("""{"bits":3,"shape":[15],"steps":3}""", "*shape has 1 sizes*")]
    [InlineData("""{"bits":3,"shape":[3,5,1,1,1],"steps":3}""", "*shape has 5 sizes*")]
    [InlineData("""{"bits":3,"shape":[-3,-5],"steps":3}""", "*shape is [-3, -5]*")]
    [InlineData("""{"bits":3,"shape":[0,5],"steps":3}""", "*shape is [0, 5]*")]
    [InlineData("""{"bits":3,"shape":[4294967296,4294967296],"steps":3}""", "*shape is*at most*")]
    [InlineData("""{"bits":3,"shape":[9223372036854775807,2],"steps":3}""", "*shape is*at most*")]
    public void Record(string json, string message)
    {
        _metadata[Layer] = json;
        Refused("*'quantized_model/0.weight'" + message);
    }

    [Theory]
    [InlineData("{}", "*not the JSON*")]
    [InlineData("""{"bits":4}""", "*not the JSON*")]
    [InlineData("""{"grid":"logarithmic","bits":4}""", "*not the JSON*logarithmic*")]
    [InlineData("""{"grid":"dorefa"}""", "*not the JSON*bits*")]
    [InlineData("""{"grid":"dorefa","bits":0}""", "*bits of the input is 0*")]
    [InlineData("""{"grid":"dorefa","bits":99}""", "*bits of the input is 99*")]
    [InlineData("""{"grid":"dorefa","bits":4,"alpha":1}""", "*not the JSON*alpha*")]
    [InlineData("""{"grid":"symmetric","bits":4,"limit":0}""", "*limit is 0*")]
    [InlineData("""{"grid":"symmetric","bits":4,"limit":-1}""", "*limit is -1*")]
    [InlineData("""{"grid":"symmetric","bits":4,"limit":1e300}""", "*limit is 1E+300*")]
    [InlineData("""{"grid":"asymmetric","bits":4,"lower":-1}""", "*one end*")]
    [InlineData("""{"grid":"asymmetric","bits":4,"lower":1,"upper":2}""", "*has 0 in it*")]
    [InlineData("""{"grid":"asymmetric","bits":4,"lower":0,"upper":0}""", "*width*")]
    [InlineData("""{"grid":"asymmetric","bits":4,"lower":-3e38,"upper":3e38}""", "*width*")]
    [InlineData("""{"grid":"learned_clip","bits":4}""", "*not the JSON*alpha*")]
    [InlineData("""{"grid":"learned_clip","bits":4,"alpha":-1}""", "*alpha is -1*")]
    [InlineData("""{"grid":"learned_clip","bits":4,"alpha":1e-300}""", "*alpha is 1E-300*")]
    [InlineData("""{"grid":"learned_step","bits":4,"step":0}""", "*step is 0*")]
    [InlineData("""{"grid":"learned_step","bits":1,"step":1,"signed":true}""", "*2 to 16 bits*")]
    public void Input(string json, string message)
    {
        _metadata[Layer] = $$"""{"bits":3,"shape":[3,5],"steps":3,"input":{{json}}}""";
        Refused("*'quantized_model/0.weight'" + message);
    }

    [Fact]
    public void Tensors()
    {
        void With(string name, Tensor? value, string message)
        {
            var original = _tensors[name];
            if (value is null) _tensors.Remove(name);
            else _tensors[name] = value;
            Refused($"*'{name}'" + message);
            _tensors[name] = original;
        }

        foreach (var part in new[] { "codes", "scale", "zero_point" }) With("0.weight." + part, null, "*no such tensor*'quantized_model/0.weight'*");
        With("0.weight.codes", zeros(5, ScalarType.Byte), "*Byte of shape [5], expected Byte of shape [6]*");
        With("0.weight.codes", zeros(7, ScalarType.Byte), "*shape [7]*");
        With("0.weight.codes", zeros(6, 1, dtype: ScalarType.Byte), "*shape [6, 1]*");
        With("0.weight.codes", zeros(6, ScalarType.Int64), "*Int64*");
        With("0.weight.codes", full(6, 255, ScalarType.Byte), "*not zeros*");
        With("0.weight.scale", tensor(float.NaN), "*scale is NaN*");
        With("0.weight.scale", tensor(-1f), "*scale is -1*");
        With("0.weight.scale", tensor(float.PositiveInfinity), "*scale is Infinity*");
        With("0.weight.scale", tensor(1), "*Int32*");
        With("0.weight.scale", ones(1, 5), "*shape [1, 5]*[3, 1]*");
        With("0.weight.scale", ones(0, 1), "*shape [0, 1]*");
        With("0.weight.zero_point", tensor(3.5f), "*zero point is 3.5*multiple of 1/1*");
        With("0.weight.zero_point", tensor(8f), "*zero point is 8*0 to 7*");
        With("0.weight.zero_point", tensor(-1f), "*zero point is -1*");
        With("0.weight.zero_point", tensor(float.NaN), "*zero point is NaN*");
        With("0.weight.zero_point", tensor(4.0), "*Float64*");
        _tensors["0.weight"] = zeros(3, 5);
        Refused("*'0.weight'*both as codes*");
    }

    [Fact]
    public void No_layer()
    {
        _metadata.Remove(Layer);
        Refused("*no layer*");
    }

    [Fact]
    public void Another_model_is_refused_and_stays_as_it_was()
    {
        void Into(nn.Module model, string message)
        {
            var before = model.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.clone());
            _exported.Invoking(exported => exported.LoadInto(model)).Should().Throw<QuantizedModelException>().WithMessage(message);
            foreach (var (name, value) in model.state_dict()) value.Equals(before[name]).Should().BeTrue();
        }

        Into(nn.Sequential(nn.Linear(5, 4), nn.ReLU(), nn.Linear(4, 2)), "*'0.weight'*Float32 of shape [3, 5]*Float32 of shape [4, 5]*");
        Into(nn.Sequential(nn.Linear(5, 3), nn.ReLU(), nn.Linear(3, 2, hasBias: false)), "*'2.bias'*model has no such entry*");
        Into(nn.Sequential(nn.Linear(5, 3), nn.ReLU(), nn.Linear(3, 2), nn.Linear(2, 2)), "*'3.weight'*exported has none*");
        Into(_model.to(ScalarType.Float64), "*'0.weight'*Float32*Float64*");
        Into(nn.Sequential(nn.Embedding(3, 5), nn.ReLU(), nn.Linear(3, 2)), "*'0.weight'*not the weight of*");
    }

    private void Refused(string message) => FluentActions.Invoking(() => QuantizedModel.From(_tensors, _metadata)).Should().Throw<QuantizedModelException>().WithMessage(message);
}
