using System.Text.Json;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Libtorch.Tests.Modules;

/// <summary>Losses, functions and initialisers against golden/functions.json, in the same words as functions.py.</summary>
public sealed class FunctionParityTests
{
    private static readonly JsonElement Golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", "functions.json"))).RootElement;

    private static Tensor Classes => tensor(new long[] { 2, 0, 1, 2 });

    private static readonly Dictionary<string, (long[] shape, Func<Tensor, Tensor> call)> Functions = new()
    {
        ["mse_loss"] = ([4, 3], x => F.mse_loss(x, randn(4, 3))),
        ["mse_loss none"] = ([2, 3], x => F.mse_loss(x, randn(2, 3), Reduction.None)),
        ["l1_loss sum"] = ([4, 3], x => F.l1_loss(x, randn(4, 3), Reduction.Sum)),
        ["smooth_l1_loss"] = ([4, 3], x => F.smooth_l1_loss(x, randn(4, 3), beta: 0.5)),
        ["huber_loss"] = ([4, 3], x => F.huber_loss(x, randn(4, 3), delta: 0.7)),
        ["cross_entropy"] = ([4, 3], x => CrossEntropyLoss().call(x, Classes)),
        ["cross_entropy weighted"] = ([4, 3], x => F.cross_entropy(x, Classes, tensor(new[] { 1f, 2f, 0.5f }), ignore_index: 0, label_smoothing: 0.1)),
        ["cross_entropy of probabilities"] = ([4, 3], x => F.cross_entropy(x, rand(4, 3).softmax(1), reduction: Reduction.Sum)),
        ["nll_loss"] = ([4, 3], x => NLLLoss().call(F.log_softmax(x, 1), Classes)),
        ["binary_cross_entropy"] = ([4], x => BCELoss().call(F.sigmoid(x), rand(4))),
        ["binary_cross_entropy_with_logits"] = ([4, 3], x => BCEWithLogitsLoss(pos_weights: tensor(new[] { 1f, 2f, 3f })).call(x, rand(4, 3))),
        ["kl_div"] = ([4, 3], x => KLDivLoss().call(F.log_softmax(x, 1), F.log_softmax(rand(4, 3), 1))),
        ["poisson_nll_loss"] = ([4, 3], x => PoissonNLLLoss().call(x, rand(4, 3))),
        ["gaussian_nll_loss"] = ([4, 3], x => F.gaussian_nll_loss(x, randn(4, 3), rand(4, 3), full: true, reduction: Reduction.None)),
        ["cosine_embedding_loss"] = ([4, 3], x => CosineEmbeddingLoss(0.1).call(x, randn(4, 3), Signs())),
        ["hinge_embedding_loss"] = ([4], x => HingeEmbeddingLoss().call(x, Signs())),
        ["margin_ranking_loss"] = ([4], x => MarginRankingLoss(0.2).call(x, randn(4), Signs())),
        ["multilabel_soft_margin_loss"] = ([4, 3], x => MultiLabelSoftMarginLoss().call(x, rand(4, 3).round())),
        ["multi_margin_loss"] = ([4, 3], x => MultiMarginLoss().call(x, Classes)),
        ["soft_margin_loss"] = ([4], x => SoftMarginLoss().call(x, Signs())),
        ["triplet_margin_loss"] = ([4, 3], x => TripletMarginLoss(swap: true).call(x, randn(4, 3), randn(4, 3))),
        ["triplet_margin_with_distance_loss"] = ([4, 3], x => TripletMarginWithDistanceLoss(swap: true).call(x, randn(4, 3), randn(4, 3))),
        ["normalize"] = ([4, 3], x => F.normalize(x, p: 3.0, dim: 0)),
        ["cosine_similarity"] = ([4, 3], x => CosineSimilarity().call(x, randn(4, 3))),
        ["pairwise_distance"] = ([4, 3], x => PairwiseDistance(1.0).call(x, randn(4, 3))),
        ["one_hot"] = ([3], x => F.one_hot(tensor(new long[] { 0, 2, 1 }), 4) * x.unsqueeze(1)),
        ["grid_sample"] = ([1, 1, 3, 3], x => F.grid_sample(x, rand(1, 2, 2, 2) * 2 - 1, padding_mode: GridSamplePaddingMode.Border, align_corners: true)),
        ["affine_grid"] = ([1, 2, 3], x => F.affine_grid(x, [1, 1, 2, 2])),
        ["interpolate area"] = ([1, 1, 4, 4], x => F.interpolate(x, scale_factor: [0.5], mode: InterpolationMode.Area)),
        ["interpolate bicubic"] = ([1, 1, 3, 3], x => F.interpolate(x, size: [4, 5], mode: InterpolationMode.Bicubic)),
        ["interpolate recomputed"] = ([1, 1, 3, 3], x => F.interpolate(x, scale_factor: [1.4], mode: InterpolationMode.Bilinear, recompute_scale_factor: true)),
        ["pad circular"] = ([1, 1, 3, 3], x => F.pad(x, (1, 1, 2, 0), PaddingModes.Circular)),
        ["scaled_dot_product_attention"] = ([2, 4, 3], x => F.scaled_dot_product_attention(x, randn(2, 5, 3), randn(2, 5, 4))),
        ["scaled_dot_product_attention causal"] = ([2, 4, 3], x => F.scaled_dot_product_attention(x, randn(2, 5, 3), randn(2, 5, 4), is_casual: true)),
        ["scaled_dot_product_attention masked"] = ([2, 2, 3], x => F.scaled_dot_product_attention(x, randn(2, 5, 3), randn(2, 5, 4), Seen())),
    };

    private static readonly Dictionary<string, (long[] shape, Func<Tensor, Tensor> call)> Initialisers = new()
    {
        ["xavier_uniform_"] = ([4, 3], x => init.xavier_uniform_(x, 1.5)),
        ["xavier_normal_"] = ([4, 3, 2], x => init.xavier_normal_(x)),
        ["kaiming_uniform_"] = ([4, 3, 2], x => init.kaiming_uniform_(x, 0.3, init.FanInOut.FanOut)),
        ["kaiming_normal_"] = ([4, 3], x => init.kaiming_normal_(x, nonlinearity: init.NonlinearityType.ReLU)),
        ["orthogonal_"] = ([3, 4], x => init.orthogonal_(x, 2.0)),
        ["orthogonal_ tall"] = ([5, 2], x => init.orthogonal_(x)),
        ["sparse_"] = ([4, 3], x => init.sparse_(x, 0.4)),
        ["trunc_normal_"] = ([8], x => init.trunc_normal_(x, 0.5, 2.0, -1.0, 1.5)),
        ["dirac_"] = ([3, 2, 3, 3], x => init.dirac_(x)),
        ["eye_"] = ([2, 3], x => init.eye_(x)),
    };

    public static TheoryData<string> FunctionNames => [.. Functions.Keys];

    public static TheoryData<string> InitialiserNames => [.. Initialisers.Keys];

    [Fact]
    public void Golden_file_holds_every_case() =>
        Golden.EnumerateObject().Select(entry => entry.Name).Should().BeEquivalentTo(Functions.Keys.Concat(Initialisers.Keys));

    [Theory]
    [MemberData(nameof(FunctionNames))]
    public void Function_gives_the_numbers_and_gradients_of_PyTorch(string name)
    {
        using var scope = NewDisposeScope();
        var (shape, call) = Functions[name];
        manual_seed(11);
        var x = randn(shape, requires_grad: true);

        var output = call(x);
        (output.square().sum() / 2).backward();

        Compare(output, Golden.GetProperty(name).GetProperty("output"));
        Compare(x.grad!, Golden.GetProperty(name).GetProperty("gradient"));
    }

    [Theory]
    [MemberData(nameof(InitialiserNames))]
    public void Initialiser_with_the_same_seed_gives_the_numbers_of_PyTorch(string name)
    {
        using var scope = NewDisposeScope();
        var (shape, call) = Initialisers[name];
        var x = empty(shape, requires_grad: true);
        manual_seed(11);

        call(x).Should().BeSameAs(x);

        Compare(x, Golden.GetProperty(name).GetProperty("output"));
        x.is_leaf.Should().BeTrue();
    }

    private static Tensor Signs() => tensor(new[] { 1f, -1f, 1f, -1f });

    private static Tensor Seen() => tensor(new[] { true, true, false, true, false, false, true, true, true, true }, 2, 5);

    private static void Compare(Tensor tensor, JsonElement expected)
    {
        var got = tensor.detach().to(ScalarType.Float64).reshape(-1).data<double>().ToArray();
        var wanted = expected.EnumerateArray().Select(number => number.GetDouble()).ToArray();
        got.Should().HaveCount(wanted.Length);
        for (var i = 0; i < got.Length; i++) got[i].Should().BeApproximately(wanted[i], 2e-6 + (2e-5 * Math.Abs(wanted[i])), $"PyTorch has it at {i}");
    }
}
