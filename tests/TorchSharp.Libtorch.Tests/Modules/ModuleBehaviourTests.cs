using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Libtorch.Tests.Modules;

public sealed class ModuleBehaviourTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Train_and_eval_reach_every_module_below()
    {
        using var module = Sequential(Linear(2, 2), Sequential(Dropout(0.9)));

        module.eval();
        module.modules().Should().OnlyContain(m => !m.training);
        var x = ones(4, 2);
        Values(module.call(x)).Should().Equal(Values(module.call(x)));
        module.train();
        module.modules().Should().OnlyContain(m => m.training);
    }

    [Fact]
    public void BatchNorm_gathers_statistics_in_training_and_uses_them_in_evaluation()
    {
        using var norm = BatchNorm1d(1, eps: 0, momentum: 0.5);
        var batch = tensor(new[] { 1f, 3f }).reshape(2, 1);

        norm.call(batch);

        norm.running_mean!.item<float>().Should().Be(1);
        norm.running_var!.item<float>().Should().Be(1.5f);
        norm.num_batches_tracked!.item<long>().Should().Be(1);
        norm.eval();
        norm.call(tensor(2f).reshape(1, 1)).item<float>().Should().BeApproximately((float)(1 / Math.Sqrt(1.5)), 1e-6f);
        norm.num_batches_tracked.item<long>().Should().Be(1);
        norm.@double();
        norm.num_batches_tracked.dtype.Should().Be(ScalarType.Int64);
        norm.running_mean.dtype.Should().Be(ScalarType.Float64);
    }

    [Fact]
    public void Layer_given_a_wrong_shape_says_what_it_expected()
    {
        using var norm = BatchNorm2d(3);
        using var convolution = Conv2d(3, 4, 3);

        FluentActions.Invoking(() => norm.call(zeros(2, 3))).Should().Throw<ArgumentException>().WithMessage("*expected 4D input, but got 2D*");
        FluentActions.Invoking(() => convolution.call(zeros(1, 2, 5, 5))).Should().Throw<ArgumentException>().WithMessage("*Conv2d expects 3 channels*1, 2, 5, 5*");
        FluentActions.Invoking(() => Conv2d(3, 4, 3, groups: 2)).Should().Throw<ArgumentException>().WithMessage("*multiples of groups (2)*");
        FluentActions.Invoking(() => MultiheadAttention(5, 2)).Should().Throw<ArgumentException>().WithMessage("*multiple of num_heads*");
    }

    [Fact]
    public void Hooks_of_a_module_of_two_inputs_replace_inputs_and_result()
    {
        using var layer = Bilinear(1, 1, 1);
        var calls = new List<string>();
        layer.register_forward_pre_hook(_ => calls.Add("before"));
        layer.register_forward_pre_hook((_, a, b) => (b, a));
        layer.register_forward_hook((_, a, b, y) => y - layer.bias! + a);
        layer.register_forward_hook(_ => calls.Add("after"));
        var (left, right) = (tensor(2f).reshape(1, 1), tensor(3f).reshape(1, 1));

        var result = layer.call(left, right);

        result.item<float>().Should().BeApproximately((6 * layer.weight.item<float>()) + 3, 1e-6f);
        calls.Should().Equal("before", "after");
    }

    [Fact]
    public void Zero_grad_drops_or_fills_the_gradients()
    {
        using var layer = Linear(2, 1);
        layer.call(ones(1, 2)).sum().backward();

        layer.zero_grad(set_to_none: false);
        Values(layer.weight.grad!).Should().Equal(0f, 0f);
        layer.zero_grad();
        layer.weight.grad.Should().BeNull();
    }

    [Fact]
    public void Parameters_shared_by_two_modules_are_listed_once()
    {
        using var first = Linear(2, 2, hasBias: false);
        using var second = Linear(first.weight);
        using var module = Sequential(("a", first), ("b", second));

        module.named_parameters().Select(p => p.name).Should().Equal("a.weight");
        module.state_dict().Keys.Should().Equal("a.weight", "b.weight");
        module.get_parameter("b.weight").Should().BeSameAs(first.weight);
        module.has_parameter("c.weight").Should().BeFalse();
    }

    [Fact]
    public void Register_refuses_taken_empty_and_dotted_names()
    {
        using var module = new Holder();

        FluentActions.Invoking(() => module.register_module("a", Linear(1, 1))).Should().Throw<InvalidOperationException>().WithMessage("*a is already registered*");
        FluentActions.Invoking(() => module.register_module("x.y", Linear(1, 1))).Should().Throw<ArgumentException>().WithMessage("*dot*");
        FluentActions.Invoking(() => module.register_buffer("b", null!)).Should().Throw<ArgumentNullException>();
        module.register_buffer("hidden", zeros(1), persistent: false);
        module.state_dict().Should().NotContainKey("hidden");
        module.has_buffer("hidden").Should().BeTrue();
    }

    [Fact]
    public void Dispose_of_a_module_disposes_all_it_holds()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = Tensor.TotalCount;
        var module = Sequential(Conv2d(1, 2, 3), BatchNorm2d(2), TransformerEncoderLayer(4, 2, 8));

        Tensor.TotalCount.Should().BeGreaterThan(before);
        module.Dispose();

        Tensor.TotalCount.Should().Be(before);
    }

    [Fact]
    public void Clip_grad_norm_scales_all_gradients_together_and_answers_the_norm_before()
    {
        using var layer = Linear(2, 1);
        (layer.call(tensor(new[] { 3f, 0f }).reshape(1, 2)) * 4).sum().backward();

        nn.utils.clip_grad_norm_(layer.parameters(), 1.0).Should().BeApproximately(Math.Sqrt(144 + 16), 1e-5);
        Values(layer.weight.grad!)[0].Should().BeApproximately((float)(12 / Math.Sqrt(160)), 1e-5f);
        nn.utils.clip_grad_norm_(layer.parameters(), 5.0, double.PositiveInfinity).Should().BeApproximately(12 / Math.Sqrt(160), 1e-5);
        nn.utils.clip_grad_value_(layer.parameters(), 0.5);
        Values(layer.weight.grad!)[0].Should().Be(0.5f);
    }

    [Fact]
    public void Parameters_go_to_a_vector_and_back()
    {
        using var layer = Linear(2, 1);
        var vector = nn.utils.parameters_to_vector(layer.parameters());

        nn.utils.vector_to_parameters(vector * 2, layer.parameters());

        Values(nn.utils.parameters_to_vector(layer.parameters())).Should().Equal(Values(vector * 2));
        FluentActions.Invoking(() => nn.utils.vector_to_parameters(zeros(2), layer.parameters())).Should().Throw<ArgumentException>().WithMessage("*3 elements*");
    }

    [Fact]
    public void Embedding_gives_the_padding_row_no_gradient_and_keeps_the_norm_limit()
    {
        using var table = Embedding(4, 2, padding_idx: -1, max_norm: 0.5);
        table.call(tensor(new long[] { 0, 3 })).sum().backward();

        Values(table.weight!.grad!)[6..].Should().Equal(0f, 0f);
        table.weight[0].norm().ToSingle().Should().BeLessThanOrEqualTo(0.5001f);
    }

    [Fact]
    public void Fused_convolution_equals_convolution_and_normalisation_in_evaluation()
    {
        using var convolution = Conv2d(2, 3, 2);
        using var norm = BatchNorm2d(3);
        for (var i = 0; i < 3; i++) norm.call(convolution.call(randn(4, 2, 3, 3)));
        init.uniform_(norm.weight, 0.5, 2);
        norm.eval();
        var x = randn(1, 2, 3, 3);

        var (weight, bias) = nn.utils.fuse_conv_bn_weights(convolution.weight, convolution.bias, norm.running_mean!, norm.running_var!, norm.eps, norm.weight, norm.bias);

        functional.conv2d(x, weight, bias).allclose(norm.call(convolution.call(x)), 1e-4, 1e-5).Should().BeTrue();
    }

    [Fact]
    public void Generic_sequential_registers_its_modules_and_leaves_forward_to_the_derived_class()
    {
        using var pair = new Pair(Linear(2, 1, hasBias: false), Linear(3, 1, hasBias: false));

        pair.call(ones(1, 2), ones(1, 3)).item<float>().Should().BeApproximately(pair.parameters().Sum(p => p.sum().item<float>()), 1e-5f);
        pair.named_parameters().Select(p => p.name).Should().Equal("0.weight", "1.weight");
        FluentActions.Invoking(() => pair[..1]).Should().Throw<NotSupportedException>().WithMessage("*override Slice*");
    }

    [Fact]
    public void Encoder_copies_its_layer_exactly_and_draws_no_random_numbers()
    {
        using var layer = TransformerEncoderLayer(4, 2, 3).@double();
        layer.eval();
        manual_seed(3);
        var expected = randn(2);
        manual_seed(3);

        using var encoder = TransformerEncoder(layer, 2);

        randn(2).Equals(expected).Should().BeTrue();
        encoder.parameters().Should().HaveCount(2 * layer.parameters().Count());
        foreach (var (name, parameter) in layer.named_parameters())
            encoder.get_parameter($"layers.1.{name}")!.Equals((Tensor)parameter).Should().BeTrue(name);
        encoder.modules().Where(m => m is TransformerEncoderLayer).Should().OnlyContain(m => !m.training);
    }

    [Fact]
    public void Slice_of_a_sequential_shares_its_modules()
    {
        using var whole = Sequential(Linear(2, 2), Tanh(), Linear(2, 1));

        var part = whole[1..];

        part.Count.Should().Be(2);
        part[1].Should().BeSameAs(whole[2]);
        part.named_parameters().Select(p => p.name).Should().Equal("2.weight", "2.bias");
    }

    private static float[] Values(Tensor tensor) => [.. tensor.detach().reshape(-1).data<float>().ToArray()];

    private sealed class Holder : Module
    {
        internal Holder()
            : base("holder") => register_module("a", Linear(1, 1));
    }

    private sealed class Pair(Module first, Module second) : Sequential<Tensor, Tensor, Tensor>(first, second)
    {
        public override Tensor forward(Tensor input1, Tensor input2) =>
            ((Module<Tensor, Tensor>)this[0]).call(input1) + ((Module<Tensor, Tensor>)this[1]).call(input2);
    }
}
