using System.Text;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Libtorch.Tests.Modules;

public sealed class StateFileTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose()
    {
        File.Delete(_path);
        _scope.Dispose();
    }

    [Fact]
    public void Save_and_load_round_trip_parameters_and_buffers()
    {
        using var first = Network();
        using var second = Network();
        first.call(randn(8, 2));

        first.save(_path);
        second.load(_path);

        Values(second).Should().Equal(Values(first));
        second.parameters().Should().OnlyContain(p => p.requires_grad);
    }

    [Fact]
    public void Save_writes_the_layout_of_TorchSharp()
    {
        using var layer = Linear(2, 1, hasBias: false);
        init.constant_(layer.weight, 1.5);

        layer.save(_path);

        byte[] expected = [1, 6, .. Encoding.UTF8.GetBytes("weight"), 6, 2, 1, 2, 0, 0, 0xC0, 0x3F, 0, 0, 0xC0, 0x3F];
        File.ReadAllBytes(_path).Should().Equal(expected);
    }

    [Fact]
    public void Load_of_a_file_cut_anywhere_refuses_and_changes_nothing()
    {
        using var saved = Network();
        using var module = Network();
        saved.save(_path);
        var whole = File.ReadAllBytes(_path);
        var before = Values(module);

        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(_path, whole[..length]);
            var load = () => module.load(_path);
            load.Should().Throw<InvalidDataException>($"only {length} bytes are there").WithMessage("*state file*");
        }

        Values(module).Should().Equal(before);
    }

    [Fact]
    public void Load_of_a_file_with_bytes_after_its_end_refuses()
    {
        using var module = Network();
        module.save(_path);
        File.AppendAllText(_path, "x");

        var load = () => module.load(_path);

        load.Should().Throw<InvalidDataException>().WithMessage("*more bytes*");
    }

    [Theory]
    [InlineData(new byte[] { 1, 1, (byte)'w', 99, 0 }, "*element type 99*")]
    [InlineData(new byte[] { 1, 1, (byte)'w', 6, 100 }, "*100 dimensions*")]
    [InlineData(new byte[] { 1, 1, (byte)'w', 6, 2, 255, 255, 255, 255, 255, 255, 255, 127, 255, 255, 255, 255, 127 }, "*shape*")]
    [InlineData(new byte[] { 1, 1, (byte)'w', 6, 1, 255, 255, 255, 255, 15 }, "*cut short*")]
    [InlineData(new byte[] { 255, 255, 255, 255, 255, 255 }, "*damaged*")]
    [InlineData(new byte[] { 2, 1, (byte)'w', 11, 0, 1, 1, (byte)'w', 11, 0, 1 }, "*'w' twice*")]
    public void Load_of_a_hostile_file_says_what_is_wrong(byte[] content, string message)
    {
        using var module = Linear(2, 1);
        File.WriteAllBytes(_path, content);

        var load = () => module.load(_path, strict: false);

        load.Should().Throw<InvalidDataException>().WithMessage(message);
    }

    [Fact]
    public void Load_into_a_module_of_other_shape_type_or_names_says_which()
    {
        using var saved = Linear(2, 3);
        saved.save(_path);
        using var wider = Linear(4, 3);
        using var exact = Linear(2, 3, dtype: ScalarType.Float64);
        using var named = Sequential(Linear(2, 3));

        FluentActions.Invoking(() => wider.load(_path)).Should().Throw<ArgumentException>().WithMessage("*'weight' is ?3, 4? in the module, ?3, 2? in the file*");
        FluentActions.Invoking(() => exact.load(_path)).Should().Throw<ArgumentException>().WithMessage("*'weight' is Float64*");
        FluentActions.Invoking(() => named.load(_path)).Should().Throw<ArgumentException>().WithMessage("*'weight'*");
        FluentActions.Invoking(() => saved.load(_path + ".absent")).Should().Throw<FileNotFoundException>();
    }

    [Fact]
    public void Load_skips_the_names_it_is_told_and_reports_what_it_met()
    {
        using var saved = Linear(2, 3);
        using var module = Linear(2, 3);
        saved.save(_path);
        var weight = module.weight.data<float>().ToArray();
        var met = new Dictionary<string, bool>();

        module.load(_path, skip: ["weight"], loadedParameters: met);

        module.weight.data<float>().ToArray().Should().Equal(weight);
        module.bias!.data<float>().ToArray().Should().Equal(saved.bias!.data<float>().ToArray());
        met.Should().Equal(new Dictionary<string, bool> { ["weight"] = true, ["bias"] = true });
    }

    [Fact]
    public void Load_leaves_no_tensors_behind()
    {
        using var module = Network();
        module.save(_path);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = Tensor.TotalCount;

        module.load(_path);

        Tensor.TotalCount.Should().Be(before);
    }

    [Fact]
    public void Load_state_dict_answers_the_names_of_one_side_only()
    {
        using var module = Linear(2, 1);
        var source = new Dictionary<string, Tensor> { ["weight"] = zeros(1, 2), ["other"] = zeros(1) };

        FluentActions.Invoking(() => module.load_state_dict(source)).Should().Throw<InvalidOperationException>().WithMessage("*Missing: bias. Unexpected: other*");
        var (missing, unexpected) = module.load_state_dict(source, strict: false);

        missing.Should().Equal("bias");
        unexpected.Should().Equal("other");
        module.weight.data<float>().ToArray().Should().Equal(0f, 0f);
    }

    private static TorchSharp.Modules.Sequential Network() => Sequential(Linear(2, 3), BatchNorm1d(3), Linear(3, 1));

    private static float[] Values(Module module) => [.. module.state_dict().Values.SelectMany(t => t.to(ScalarType.Float32).data<float>().ToArray())];
}
