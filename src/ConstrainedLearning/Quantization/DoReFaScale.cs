namespace ConstrainedLearning.Quantization;

/// <summary>At which bitwidths <see cref="DoReFaWeights"/> are multiplied by their mean magnitude.</summary>
public enum DoReFaScale
{
    /// <summary>At every one, as Any-Precision networks: layers keep the size of their weights. Reference: Yu et al., "Any-Precision Deep Neural Networks", AAAI 2021, arXiv 1911.07346.</summary>
    Always,

    /// <summary>With 1 bit only, as DoReFa-Net was published: with more, weights are in [-1, 1].</summary>
    OneBit,
}
