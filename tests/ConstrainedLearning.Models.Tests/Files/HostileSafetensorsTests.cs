using System.Text;
using ConstrainedLearning.Models.Files;

namespace ConstrainedLearning.Models.Tests.Files;

/// <summary>Files that break the format's rules, by accident or intent: each is refused when it is opened, in words that name what is wrong.</summary>
public sealed class HostileSafetensorsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void A_file_too_short_for_a_length(int bytes) => Refused(new byte[bytes], $"*it has {bytes} bytes*");

    [Theory]
    [InlineData(11, "*cut short*should have 11 bytes, 10 are there*")]
    [InlineData(100_000_000, "*cut short*")]
    [InlineData(100_000_001, "*at most 100000000*")]
    [InlineData(1UL << 63, "*9223372036854775808 bytes*")]
    [InlineData(ulong.MaxValue, "*18446744073709551615 bytes*")]
    [InlineData(ulong.MaxValue - 7, "*at most*")]
    public void A_header_longer_than_the_file_or_than_any_may_be(ulong length, string message) => Refused(SafetensorsSample.WithLength(length, "{        }"u8.ToArray()), message);

    [Theory]
    [InlineData("", "*does not start with '{'*")]
    [InlineData("[]", "*does not start with '{'*")]
    [InlineData(" {}", "*does not start with '{'*")]
    [InlineData("\ufeff{}", "*does not start with '{'*")]
    [InlineData("null", "*does not start with '{'*")]
    [InlineData("{", "*not the JSON*")]
    [InlineData("{}{}", "*not the JSON*")]
    [InlineData("{}\0", "*not the JSON*")]
    [InlineData("{\"w\":}", "*not the JSON*")]
    [InlineData("{\"w\":{},}", "*not the JSON*")]
    [InlineData("{/* */}", "*not the JSON*")]
    [InlineData("{\"\\ud83d\":{\"dtype\":\"U8\",\"shape\":[],\"data_offsets\":[0,1]}}", "*not the JSON*")]
    [InlineData("{\"w\":{\"dtype\":\"\\ude00\",\"shape\":[],\"data_offsets\":[0,1]}}", "*not the JSON*")]
    [InlineData("{\"__metadata__\":{\"format\":\"\\ude00\"}}", "*not the JSON*")]
    public void A_header_that_is_no_object_in_JSON(string header, string message) => Refused(SafetensorsSample.Bytes(header, 0), message);

    [Fact]
    public void Deep_nesting() => Refused(SafetensorsSample.Bytes("{\"w\":" + string.Concat(Enumerable.Repeat("{\"w\":", 1_000_000)), 0), "*not the JSON*depth*");

    [Theory]
    [InlineData(new byte[] { 0xFF })]
    [InlineData(new byte[] { 0xC0, 0xAF })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })]
    [InlineData(new byte[] { 0xF0, 0x9F, 0x98 })]
    public void A_name_that_is_not_UTF_8(byte[] name) => Refused(SafetensorsSample.Bytes([.. "{\""u8, .. name, .. "\":{\"dtype\":\"U8\",\"shape\":[],\"data_offsets\":[0,1]}}"u8], 1), "*not UTF-8*");

    [Theory]
    [InlineData("{\"w\":1}", "*'w' is described by 1, expected an object*")]
    [InlineData("{\"w\":[]}", "*'w' is described by an array, expected an object*")]
    [InlineData("{\"w\":null}", "*'w' is described by null*")]
    [InlineData("{\"w\":{}}", "*'w' has no dtype")]
    [InlineData("{\"w\":{\"shape\":[1],\"data_offsets\":[0,1]}}", "*'w' has no dtype")]
    [InlineData("{\"w\":{\"dtype\":\"U8\",\"data_offsets\":[0,1]}}", "*'w' has no shape")]
    [InlineData("{\"w\":{\"dtype\":\"U8\",\"shape\":[1]}}", "*'w' has no data_offsets")]
    [InlineData("{\"w\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1],\"strides\":[2]}}", "*'w' is described by 'strides'*")]
    [InlineData("{\"w\":{\"dtype\":\"U8\",\"dtype\":\"I8\",\"shape\":[1],\"data_offsets\":[0,1]}}", "*not the JSON*")]
    public void A_description_that_lacks_or_repeats_or_adds(string header, string message) => Refused(SafetensorsSample.Bytes(header, 1), message);

    [Theory]
    [InlineData("1", "*dtype 1, expected a text*")]
    [InlineData("null", "*dtype null*")]
    [InlineData("\"f32\"", "*type 'f32'*BF16*")]
    [InlineData("\"F8_E4M3\"", "*type 'F8_E4M3'*convert it*I64, F64, F32, I32, BF16, F16, I16, I8, U8, BOOL")]
    [InlineData("\"U16\"", "*type 'U16'*")]
    [InlineData("\"U32\"", "*type 'U32'*")]
    [InlineData("\"U64\"", "*type 'U64'*")]
    [InlineData("\"C64\"", "*type 'C64'*")]
    [InlineData("\"a\\u001b[31m\"", "*type 'a??31m'*")]
    public void A_type_that_there_are_no_tensors_of(string dtype, string message) => Refused(SafetensorsSample.Bytes(SafetensorsSample.One(dtype, "[1]", "[0,1]"), 1), message);

    [Theory]
    [InlineData("1", "[0,1]", "*shape 1, expected a list*")]
    [InlineData("[\"1\"]", "[0,1]", "*\"1\" in its shape*")]
    [InlineData("[-1]", "[0,1]", "*-1 in its shape*")]
    [InlineData("[-1,-1]", "[0,1]", "*-1 in its shape*")]
    [InlineData("[1.0]", "[0,1]", "*1.0 in its shape*")]
    [InlineData("[1e0]", "[0,1]", "*1e0 in its shape*")]
    [InlineData("[01]", "[0,1]", "*not the JSON*")]
    [InlineData("[9223372036854775808]", "[0,1]", "*9223372036854775808 in its shape*")]
    [InlineData("[4294967296,4294967296]", "[0,1]", "*more than 2^63 - 1 bytes*")]
    [InlineData("[4294967296,4294967297]", "[0,4294967296]", "*more than 2^63 - 1 bytes*")]
    [InlineData("[9223372036854775807,3]", "[0,1]", "*more than 2^63 - 1 bytes*")]
    [InlineData("[0,9223372036854775807,2]", "[0,0]", "*more than 2^63 - 1 bytes*")]
    [InlineData("[9223372036854775807,2,0]", "[0,0]", "*more than 2^63 - 1 bytes*")]
    [InlineData("[1]", "{}", "*data_offsets an object, expected a list*")]
    [InlineData("[1]", "[0]", "*1 data_offsets, expected 2*")]
    [InlineData("[1]", "[0,1,1]", "*3 data_offsets, expected 2*")]
    [InlineData("[1]", "[-1,0]", "*-1 in its data_offsets*")]
    [InlineData("[1]", "[1,0]", "*ends at byte 0, before its first, 1*")]
    [InlineData("[1]", "[0,18446744073709551615]", "*in its data_offsets*")]
    [InlineData("[1]", "[9223372036854775806,9223372036854775807]", "*starts at byte 9223372036854775806, the tensors before it end at 0*")]
    [InlineData("[9223372036854775807]", "[0,9223372036854775807]", "*cut short*")]
    [InlineData("[1]", "[0,2]", "*2 bytes in the file*need 1*")]
    [InlineData("[0]", "[0,1]", "*1 bytes in the file*need 0*")]
    [InlineData("[2]", "[0,2]", "*cut short*need 2 bytes after the header, there are 1*")]
    [InlineData("[0]", "[0,0]", "*tensors end after 0 bytes, and 1 more*")]
    [InlineData("[1]", "[1,2]", "*starts at byte 1, the tensors before it end at 0*")]
    public void Sizes_and_places_that_do_not_fit(string shape, string offsets, string message) => Refused(SafetensorsSample.Bytes(SafetensorsSample.One("\"U8\"", shape, offsets), 1), message);

    [Fact]
    public void A_size_that_overflows_only_in_bytes() => Refused(SafetensorsSample.Bytes(SafetensorsSample.One("\"F64\"", "[2305843009213693952]", "[0,0]"), 0), "*more than 2^63 - 1 bytes*");

    [Fact]
    public void More_dimensions_than_a_tensor_may_have() =>
        Refused(SafetensorsSample.Bytes(SafetensorsSample.One("\"U8\"", $"[{string.Join(',', Enumerable.Repeat("1", 65))}]", "[0,1]"), 1), "*shape of 65 numbers*");

    [Theory]
    [InlineData("[0,2]", "[1,3]", "*'b' starts at byte 1, within 'a', which ends at 2*")]
    [InlineData("[0,2]", "[0,2]", "*'b' starts at byte 0, within 'a'*")]
    [InlineData("[1,3]", "[0,2]", "*'a' starts at byte 1, within 'b'*")]
    [InlineData("[0,2]", "[3,5]", "*'b' starts at byte 3, the tensors before it end at 2*")]
    public void Tensors_that_overlap_or_leave_a_hole(string first, string second, string message) =>
        Refused(SafetensorsSample.Bytes($$$"""{"a":{"dtype":"U8","shape":[2],"data_offsets":{{{first}}}},"b":{"dtype":"U8","shape":[2],"data_offsets":{{{second}}}}}""", 5), message);

    [Theory]
    [InlineData("w", "w")]
    [InlineData("w", "\\u0077")]
    public void A_name_twice(string first, string second) =>
        Refused(SafetensorsSample.Bytes($$$"""{"{{{first}}}":{"dtype":"U8","shape":[],"data_offsets":[0,1]},"{{{second}}}":{"dtype":"U8","shape":[],"data_offsets":[1,2]}}""", 2), "*not the JSON*");

    [Theory]
    [InlineData("{\"__metadata__\":1}", "*__metadata__ is 1, expected an object of texts*")]
    [InlineData("{\"__metadata__\":[\"a\"]}", "*__metadata__ is an array*")]
    [InlineData("{\"__metadata__\":{\"a\":1}}", "*'a' in its __metadata__ is 1, expected a text*")]
    [InlineData("{\"__metadata__\":{\"a\":null}}", "*'a' in its __metadata__ is null*")]
    [InlineData("{\"__metadata__\":{\"a\":{\"b\":\"c\"}}}", "*'a' in its __metadata__ is an object*")]
    [InlineData("{\"__metadata__\":{\"a\":\"b\",\"a\":\"c\"}}", "*not the JSON*")]
    [InlineData("{\"__metadata__\":{},\"__metadata__\":{}}", "*not the JSON*")]
    public void Metadata_that_are_not_texts(string header, string message) => Refused(SafetensorsSample.Bytes(header, 0), message);

    [Fact]
    public void A_long_name_is_not_repeated_in_full()
    {
        var open = () => SafetensorsFile.Open(_folder.Write("model.safetensors", SafetensorsSample.Bytes($"{{\"{new string('x', 100_000)}\":1}}", 0)));

        open.Should().Throw<SafetensorsException>().Which.Message.Length.Should().BeLessThan(1000);
    }

    [Fact]
    public void A_truth_value_that_is_neither()
    {
        var bytes = SafetensorsSample.Valid;
        bytes[^1] = 2;
        using var file = SafetensorsFile.Open(_folder.Write("model.safetensors", bytes));

        var read = () => file.Read("b");

        read.Should().Throw<SafetensorsException>().WithMessage("*'b' is of type BOOL*neither 0 nor 1*");
    }

    [Fact]
    public void A_file_that_is_not_there_or_a_folder()
    {
        var absent = () => SafetensorsFile.Open(Path.Combine(_folder.Path, "none.safetensors"));
        var folder = () => SafetensorsFile.Open(_folder.Path);

        absent.Should().Throw<SafetensorsException>().WithMessage("*none.safetensors*no such file*");
        folder.Should().Throw<SafetensorsException>().WithMessage("*cannot be read*");
    }

    [Fact]
    public void A_file_that_is_cut_after_it_was_opened()
    {
        var path = _folder.Write("model.safetensors", SafetensorsSample.Valid);
        using var file = SafetensorsFile.Open(path);
        using (var cut = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite)) cut.SetLength(SafetensorsSample.Valid.Length - 30);

        var read = () => file.Read("w");

        read.Should().Throw<SafetensorsException>().WithMessage("*was longer when it was opened*");
    }

    [Fact]
    public void A_file_cut_anywhere()
    {
        var bytes = SafetensorsSample.Valid;
        for (var length = 0; length < bytes.Length; length++) Refused(bytes[..length], "*");
    }

    [Fact]
    public void One_byte_changed_anywhere_is_refused_or_changes_no_size()
    {
        var (random, opened) = (new Random(2026), 0);
        for (var trial = 0; trial < 2000; trial++)
        {
            var bytes = SafetensorsSample.Valid;
            bytes[random.Next(bytes.Length)] ^= (byte)random.Next(1, 256);
            opened += ShapesOf(_folder.Write("model.safetensors", bytes)) switch
            {
                null => 0,
                "[2, 3] [] [2]" => 1,
                var shapes => throw new InvalidDataException($"trial {trial} has the shapes {shapes}"),
            };
        }
        opened.Should().BeInRange(100, 1500, "values and names may change, the rest may not");
    }

    /// <summary>The shapes of a file's tensors, read; null where the file is refused.</summary>
    private static string? ShapesOf(string path)
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        try
        {
            using var file = SafetensorsFile.Open(path);
            return string.Join(' ', file.Entries.Select(entry => Shown.Shape(file.Read(entry.Name).shape)));
        }
        catch (SafetensorsException)
        {
            return null;
        }
    }

    private void Refused(byte[] bytes, string message)
    {
        var open = () => SafetensorsFile.Open(_folder.Write("model.safetensors", bytes));

        open.Should().Throw<SafetensorsException>("it holds {0}", Encoding.Latin1.GetString(bytes[..Math.Min(200, bytes.Length)]))
            .WithMessage(message).Which.Message.Should().Contain("model.safetensors");
    }
}
