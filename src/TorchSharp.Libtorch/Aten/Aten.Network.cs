namespace TorchSharp.Interop;

internal static partial class Aten
{
    internal static readonly Operator
        SetData = new("set_data"), PairwiseDistance = new("pairwise_distance"), CosineSimilarity = new("cosine_similarity"),
        Linear = new("linear"), Bilinear = new("bilinear"), Embedding = new("embedding"),
        EmbeddingRenormInPlace = new("embedding_renorm_"), LayerNorm = new("layer_norm"), GroupNorm = new("group_norm"),
        BatchNorm = new("batch_norm"), InstanceNorm = new("instance_norm"), Dropout = new("dropout"), DropoutInPlace = new("dropout_"),
        AlphaDropout = new("alpha_dropout"), AlphaDropoutInPlace = new("alpha_dropout_"), FeatureDropout = new("feature_dropout"),
        FeatureDropoutInPlace = new("feature_dropout_"), FeatureAlphaDropout = new("feature_alpha_dropout"),
        FeatureAlphaDropoutInPlace = new("feature_alpha_dropout_"), Mish = new("mish"), MishInPlace = new("mish_"), Softshrink = new("softshrink"),
        Hardshrink = new("hardshrink");
}
