using System.Buffers.Binary;
using ConstrainedLearning.Models.Data.Images;
using ConstrainedLearning.Models.Files;
using ConstrainedLearning.Models.Vision;
using ConstrainedLearning.Quantization;
using ConstrainedLearning.Quantization.Export;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ConstrainedLearning.Tests.Quantization.Export;

/// <summary>A trained model goes through a file and predicts what its twin predicted.</summary>
public sealed class QuantizedFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("constrained-learning-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void Trained_network_predicts_every_test_image_as_its_twin(int bits)
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        using var data = ImageData.Open(ImageData.Digits);
        using var model = Network();
        using var twin = new LowPrecisionTwin(model, LayerPrecision.Of(LayerSite.Of(model), new DoReFaWeights(bits), new AsymmetricQuantizer(bits)));
        Train(model, twin, data);
        using var batch = data.Test.Batch(arange(data.Test.Count, ScalarType.Int64));
        var images = batch.Images;
        model.eval();
        var low = twin.Run(() => model.call(images));
        var path = Path.Combine(_folder, "digits.safetensors");

        using var exported = QuantizedModel.Of(model, twin);
        SafetensorsFile.Write(path, exported.Tensors, exported.Metadata);
        using var other = Network();
        using var file = SafetensorsFile.Open(path);
        using var read = QuantizedModel.From(file.Entries.ToDictionary(entry => entry.Name, entry => file.Read(entry.Name)), file.Metadata);
        using var loaded = read.LoadInto(other);
        var result = loaded.Run(() => other.call(images));

        result.argmax(1).Equals(low.argmax(1)).Should().BeTrue();
        ((result - low).abs().amax([1]) / low.abs().max()).lt(4e-6).to(ScalarType.Float32).mean().ToDouble().Should().BeGreaterThan(0.95, "the rest has a value that went to the next code");
        // The file is its header and the bytes that were told.
        var header = 8 + BinaryPrimitives.ReadInt64LittleEndian(File.ReadAllBytes(path).AsSpan(0, 8));
        new FileInfo(path).Length.Should().Be(header + exported.Size.QuantizedBytes);
        read.Size.Should().Be(exported.Size);
        exported.Size.FloatBytes.Should().Be(model.state_dict().Values.Sum(value => value.numel() * value.ElementSize));
    }

    [Fact]
    public void Deep_network_from_a_file_is_the_one_in_memory_to_the_last_bit()
    {
        using var scope = NewDisposeScope();
        manual_seed(6);
        using var model = new ResNet20();
        var weight = new SymmetricQuantizer(3) { Granularity = Granularity.PerChannel() };
        using var exported = QuantizedModel.Of(model, LayerPrecision.Of(LayerSite.Of(model, "blocks.*"), weight, new DoReFaActivations(4)));
        var path = Path.Combine(_folder, "deep.safetensors");
        SafetensorsFile.Write(path, exported.Tensors, exported.Metadata);
        using var file = SafetensorsFile.Open(path);
        using var read = QuantizedModel.From(file.Entries.ToDictionary(entry => entry.Name, entry => file.Read(entry.Name)), file.Metadata);
        using var other = new ResNet20();
        var images = randn(4, 3, 32, 32);
        using (var loaded = read.LoadInto(other))
        {
            var result = loaded.Run(() => other.call(images));
            using var again = exported.LoadInto(other);
            again.Run(() => other.call(images)).Equals(result).Should().BeTrue();
        }
        // 18 convolutions of 267,264 weights have 3 bits instead of 32.
        read.Size.FloatBytes.Should().Be(model.state_dict().Values.Sum(value => value.numel() * value.ElementSize));
        (read.Size.FloatBytes - read.Size.QuantizedBytes).Should().Be(267_264 * 4 - 267_264 * 3 / 8 - 4 * (2 * 3 * (16 + 32 + 64) + 18));
    }

    private static Module<Tensor, Tensor> Network() => Sequential(
        Conv2d(1, 16, 3, padding: 1), BatchNorm2d(16), ReLU(), Conv2d(16, 16, 3, stride: 2, padding: 1, groups: 2), BatchNorm2d(16), ReLU(), Flatten(), Linear(256, 10));

    private static void Train(nn.Module<Tensor, Tensor> model, LowPrecisionTwin twin, ImageData data)
    {
        using var optimizer = optim.Adam(model.parameters(), 0.005);
        for (var epoch = 0; epoch < 4; epoch++)
            foreach (var batch in new ImageBatches(data.Train, ImageBatchesOptions.ForTraining(64)).Epoch(epoch))
            {
                using var scope = NewDisposeScope();
                optimizer.zero_grad();
                functional.cross_entropy(model.call(batch.Images), batch.Labels).backward();
                optimizer.step();
                twin.Run(() => model.call(batch.Images));
            }
    }
}
