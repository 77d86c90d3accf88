using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>softmax(Q Kᵀ / √d + mask) V</summary>
            /// <param name="query">[..., targets, d]</param>
            /// <param name="key">[..., sources, d]</param>
            /// <param name="value">[..., sources, any]</param>
            /// <param name="attn_mask">Added to the scores; or of bools, true where a source takes part.</param>
            /// <param name="p">Probability of dropping a weight.</param>
            /// <param name="is_casual">Whether a target only attends to sources up to its own place (TorchSharp's spelling).</param>
            public static Tensor scaled_dot_product_attention(Tensor query, Tensor key, Tensor value, Tensor? attn_mask = null, double p = 0.0, bool is_casual = false) =>
                Attention.Attend(query, key, value, attn_mask, p, is_casual);
        }
    }
}
