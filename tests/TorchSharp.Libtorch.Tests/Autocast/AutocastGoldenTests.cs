using System.Text.Json;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Libtorch.Tests.Autocast;

/// <summary>Against what PyTorch does in <c>torch.autocast</c>: see <c>golden/autocast.py</c>.</summary>
public sealed class AutocastGoldenTests
{
    private static readonly JsonElement Golden = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "golden", "autocast.json"))).RootElement;

    /// <summary>Operators by PyTorch's name. Some reach the dispatcher boxed, those of two tensors alone unboxed.</summary>
    private static readonly Dictionary<string, Func<Tensor, Tensor, Tensor>> Operators = new()
    {
        ["matmul"] = (a, b) => a.matmul(b),
        ["mm"] = (a, b) => a.mm(b),
        ["bmm"] = (a, b) => a.unsqueeze(0).bmm(b.unsqueeze(0)),
        ["addmm"] = (a, b) => a.addmm(a, b),
        ["linear"] = (a, b) => F.linear(a, b, b[0]),
        ["conv1d"] = (a, b) => F.conv1d(a.unsqueeze(0), b.unsqueeze(0)),
        ["mv"] = (a, b) => a.mv(b[0]),
        ["add"] = (a, b) => a + b,
        ["softmax"] = (a, _) => a.softmax(0),
        ["relu"] = (a, _) => a.relu(),
        ["sum"] = (a, _) => a.sum(),
        ["mean"] = (a, _) => a.mean(),
        ["prod"] = (a, _) => a.prod(),
        ["square"] = (a, _) => a.square(),
        ["mse_loss"] = (a, b) => F.mse_loss(a, b),
        ["smooth_l1_loss"] = (a, b) => F.smooth_l1_loss(a, b),
        ["binary_cross_entropy_with_logits"] = (a, b) => F.binary_cross_entropy_with_logits(a, b),
        ["cross_entropy"] = (a, b) => F.cross_entropy(a, b),
        ["inverse"] = (a, _) => (a + (4 * eye(3)).to(a.dtype)).inverse(),
        ["cat"] = (a, b) => cat([a, b.to(ScalarType.Float32)]),
        ["stack"] = (a, b) => stack([a, b.to(ScalarType.Float32)]),
    };

    public static TheoryData<string, ScalarType> Cases()
    {
        var cases = new TheoryData<string, ScalarType>();
        foreach (var type in new[] { ScalarType.Float32, ScalarType.BFloat16 })
            foreach (var item in Golden.GetProperty(Name(type)).EnumerateObject()) cases.Add(item.Name, type);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Operator_in_a_region_answers_the_type_that_pytorch_answers(string name, ScalarType type)
    {
        using var scope = NewDisposeScope();
        Tensor a = full([3, 3], 0.5, dtype: type), b = full([3, 3], 0.25, dtype: type);

        using var region = AutocastRegion.Enter(DeviceType.CPU, ScalarType.BFloat16);

        Name(Operators[name](a, b).dtype).Should().Be(Golden.GetProperty(Name(type)).GetProperty(name).GetString());
    }

    [Fact]
    public void Network_gives_the_loss_outputs_and_gradients_that_pytorch_gives()
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        using var network = nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.Linear(16, 16), nn.ReLU(), nn.Linear(16, 3));
        Tensor x = randn([8, 6]), y = randn([8, 3]), output, loss;

        using (AutocastRegion.Enter(DeviceType.CPU, ScalarType.BFloat16))
        {
            output = network.call(x);
            loss = F.mse_loss(output, y);
        }
        loss.backward();

        output.dtype.Should().Be(ScalarType.BFloat16);
        ShouldAgree(output.to(ScalarType.Float32), Golden.GetProperty("output"));
        loss.dtype.Should().Be(ScalarType.Float32);
        ShouldAgree(loss, Golden.GetProperty("loss"));
        foreach (var (parameter, expected) in network.parameters().Zip(Golden.GetProperty("gradients").EnumerateArray()))
        {
            var gradient = parameter.grad!;
            gradient.dtype.Should().Be(ScalarType.Float32);
            gradient.Equals(gradient.to(ScalarType.BFloat16).to(ScalarType.Float32)).Should().BeTrue("it was computed in BFloat16, and only then cast");
            ShouldAgree(gradient, expected);
        }
    }

    /// <summary>To two units in the last place of BFloat16 (8 bits): processors add up a product's terms in different orders.</summary>
    private static void ShouldAgree(Tensor found, JsonElement golden)
    {
        float[] expected = [.. golden.EnumerateArray().Select(number => number.GetSingle())];
        var tolerance = expected.Max(Math.Abs) / 128;
        found.data<float>().ToArray().Should().Equal(expected, (left, right) => Math.Abs(left - right) <= tolerance);
    }

    private static string Name(ScalarType type) => type == ScalarType.Float32 ? "float32" : "bfloat16";
}
