using System.Globalization;
using System.Text;
using ConstrainedLearning.Models.Files;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Tests.Files;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    private string Place => Path.Combine(_folder.Path, "model.safetensors");

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    public static TheoryData<ScalarType> Types => [.. ElementType.All.Select(type => type.Type)];

    [Theory]
    [MemberData(nameof(Types))]
    public void What_is_written_is_read_in_every_type_and_shape(ScalarType type)
    {
        var values = from_array(new double[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 }).view(2, 3, 2).to(type);
        var tensors = new Dictionary<string, Tensor>
        {
            ["plain"] = values, ["permuted"] = values.permute(2, 0, 1), ["sliced"] = values[1], ["strided"] = values[.., 1, ..], ["expanded"] = values[0, 1, 1].expand(4, 2),
            ["scalar"] = values[1, 1, 0], ["empty"] = values[.., 1..1, ..], ["one"] = values[0, 0, 1].view(1, 1, 1), [""] = values[0],
        };

        SafetensorsFile.Write(Place, tensors);

        using var file = SafetensorsFile.Open(Place);
        file.Entries.Select(entry => entry.Name).Should().Equal(tensors.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, written) in tensors)
        {
            var read = file.Read(name);
            read.dtype.Should().Be(type);
            read.shape.Should().Equal(written.shape);
            read.is_contiguous().Should().BeTrue();
            read.to(float64).Equals(written.to(float64)).Should().BeTrue(name);
            var entry = file.Entries.Single(entry => entry.Name == name);
            entry.Type.Should().Be(type);
            entry.Shape.Should().Equal(written.shape);
            entry.ByteLength.Should().Be(written.NumberOfElements * written.ElementSize);
        }
    }

    [Fact]
    public void The_bytes_are_those_of_the_format()
    {
        var tensors = new KeyValuePair<string, Tensor>[]
        {
            new("b", from_array(new float[] { 1, -2 })), new("half", from_array(new float[] { 1 }).to(bfloat16)), new("a", from_array(new float[] { 0.5f }).view(1, 1)), new("Ω", from_array(new long[] { -2 }).squeeze()),
        };

        SafetensorsFile.Write(Place, tensors, new Dictionary<string, string> { ["z"] = "<&'>", ["format"] = "pt" });

        // Wide types first, by name in a type, spaces up to a multiple of eight; every number with its least significant byte first.
        const string Header = """{"__metadata__":{"format":"pt","z":"<&'>"},"Ω":{"dtype":"I64","shape":[],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[1,1],"data_offsets":[8,12]},"b":{"dtype":"F32","shape":[2],"data_offsets":[12,20]},"half":{"dtype":"BF16","shape":[1],"data_offsets":[20,22]}}""";
        var header = Encoding.UTF8.GetBytes(Header);
        (header.Length % 8).Should().NotBe(0, "else this would not see the spaces");
        var padded = (header.Length + 7) / 8 * 8;
        Convert.ToHexString(File.ReadAllBytes(Place)).Should().Be(
            padded.ToString("X4", CultureInfo.InvariantCulture)[2..] + padded.ToString("X4", CultureInfo.InvariantCulture)[..2] + "000000000000"
            + Convert.ToHexString(header) + string.Concat(Enumerable.Repeat("20", padded - header.Length))
            + "FEFFFFFFFFFFFFFF" + "0000003F" + "0000803F" + "000000C0" + "803F");
    }

    [Fact]
    public void A_file_of_another_program_is_read_to_the_last_bit()
    {
        var expected = Golden.Read("tensors.json").AsObject();

        using var file = SafetensorsFile.Open(Path.Combine(AppContext.BaseDirectory, "golden", "tensors.safetensors"));

        file.Metadata.Should().Equal(new Dictionary<string, string> { ["format"] = "pt", ["ä"] = "line\nbreak" });
        file.Entries.Select(entry => entry.Name).Should().Equal(expected.Select(pair => pair.Key));
        foreach (var (name, node) in expected)
        {
            var read = file.Read(name);
            ElementType.Find(read.dtype)!.Name.Should().Be(node!.Get<string>("dtype"));
            read.shape.Should().Equal(node!.Get<long[]>("shape"));
            var values = node!.Get<string[]>("values");
            if (read.is_floating_point()) read.to(float64).data<double>().ToArray().Should().Equal(values.Select(value => double.Parse(value, CultureInfo.InvariantCulture)), name);
            else read.to(int64).data<long>().ToArray().Should().Equal(values.Select(value => long.Parse(value, CultureInfo.InvariantCulture)), name);
        }
    }

    [Fact]
    public void The_same_tensors_give_the_same_file_in_whatever_order()
    {
        string[] names = ["ﬀ", "😀", "a", "B", "a.b", "a/b"];
        var tensors = names.ToDictionary(name => name, name => full([2], name.Length));
        SafetensorsFile.Write(Place, tensors);
        var first = File.ReadAllBytes(Place);

        SafetensorsFile.Write(Place, tensors.Reverse());

        File.ReadAllBytes(Place).Should().Equal(first);
        using var file = SafetensorsFile.Open(Place);
        file.Entries.Select(entry => entry.Name).Should().Equal(["B", "a", "a.b", "a/b", "ﬀ", "😀"], "U+1F600 comes after U+FB00, whose first UTF-16 unit is larger");
    }

    [Fact]
    public void No_tensors_at_all_are_a_file()
    {
        SafetensorsFile.Write(Place, [], new Dictionary<string, string> { ["made by"] = "a\u0001\"\\" });

        using var file = SafetensorsFile.Open(Place);
        file.Entries.Should().BeEmpty();
        file.Metadata.Should().Equal(new Dictionary<string, string> { ["made by"] = "a\u0001\"\\" });
    }

    [Fact]
    public void Writing_leaves_the_tensors_as_they_were()
    {
        var parameter = rand(3, 4).t().requires_grad_();
        var (before, strides) = (parameter.detach().clone(), parameter.stride());

        SafetensorsFile.Write(Place, [new("w", parameter)]);

        parameter.requires_grad.Should().BeTrue();
        parameter.stride().Should().Equal(strides);
        parameter.detach().Equals(before).Should().BeTrue();
    }

    [Fact]
    public void Every_tensor_has_its_own_bits_even_when_they_are_no_numbers()
    {
        byte[] bits = [0x01, 0, 0xC0, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0x01, 0, 0, 0, 0, 0, 0, 0x80];
        var tensor = zeros(4);
        bits.CopyTo(tensor.bytes);
        SafetensorsFile.Write(Place, [new("w", tensor)]);

        using var file = SafetensorsFile.Open(Place);

        file.Read("w").bytes.ToArray().Should().Equal(bits);
    }

    [Fact]
    public void ReadInto_fills_parameters_and_strided_tensors()
    {
        SafetensorsFile.Write(Place, [new("w", arange(6, float32).view(2, 3))]);
        using var file = SafetensorsFile.Open(Place);
        var (parameter, strided) = (new TorchSharp.Modules.Parameter(zeros(2, 3)), zeros(3, 2).t());

        file.ReadInto("w", parameter);
        file.ReadInto("w", strided);

        parameter.requires_grad.Should().BeTrue();
        parameter.detach().view(-1).data<float>().ToArray().Should().Equal(0, 1, 2, 3, 4, 5);
        strided.contiguous().view(-1).data<float>().ToArray().Should().Equal(0, 1, 2, 3, 4, 5);
    }

    [Fact]
    public void ReadInto_of_another_type_or_shape_is_refused()
    {
        SafetensorsFile.Write(Place, [new("w", zeros(2, 3))]);
        using var file = SafetensorsFile.Open(Place);

        var shape = () => file.ReadInto("w", zeros(3, 2));
        var type = () => file.ReadInto("w", zeros([2, 3], dtype: float64));

        shape.Should().Throw<SafetensorsException>().WithMessage("*model.safetensors*'w' is Float32 of shape ?2, 3?, expected Float32 of shape ?3, 2?*");
        type.Should().Throw<SafetensorsException>().WithMessage("*'w' is Float32 of shape ?2, 3?, expected Float64 of shape ?2, 3?; Read it and convert it");
    }

    [Fact]
    public void What_is_read_is_the_callers_and_nothing_else_is_left()
    {
        SafetensorsFile.Write(Place, [new("w", zeros(2, 3))]);
        using var file = SafetensorsFile.Open(Place);
        using var scope = NewDisposeScope();

        var read = file.Read("w");
        file.ReadInto("w", read);
        SafetensorsFile.Write(Place + "2", [new("w", read)]);

        scope.DisposablesCount.Should().Be(1);
    }

    [Fact]
    public void A_tensor_of_another_name_is_refused_by_name()
    {
        using var file = SafetensorsFile.Open(_folder.Write("model.safetensors", SafetensorsSample.Valid));

        var read = () => file.Read("W");

        read.Should().Throw<SafetensorsException>().WithMessage("*no tensor 'W' among its 3, such as 'w', 'n', 'b'").Which.Path.Should().Be(Place);
    }

    [Fact]
    public void A_closed_file_is_not_read()
    {
        var file = SafetensorsFile.Open(_folder.Write("model.safetensors", SafetensorsSample.Valid));
        file.Dispose();

        var read = () => file.Read("w");

        read.Should().Throw<ObjectDisposedException>();
    }
}
