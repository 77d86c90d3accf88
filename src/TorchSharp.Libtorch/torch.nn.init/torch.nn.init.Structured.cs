using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class init
        {
            /// <summary>The identity matrix.</summary>
            public static Tensor eye_(Tensor tensor)
            {
                Require(tensor, 2, 2, nameof(eye_));
                using var _ = no_grad();
                using var identity = eye(tensor.size(0), tensor.size(1), dtype: tensor.dtype, device: tensor.device);
                Aten.CopyInPlace.Run(tensor, identity);
                return tensor;
            }

            /// <summary>A convolution that passes its channels through, as many as it has.</summary>
            public static Tensor dirac_(Tensor tensor)
            {
                Require(tensor, 3, 5, nameof(dirac_));
                using var _ = no_grad();
                using var scope = NewDisposeScope();
                Aten.ZeroInPlace.Run(tensor);
                for (var channel = 0L; channel < Math.Min(tensor.size(0), tensor.size(1)); channel++)
                {
                    var centre = tensor.select(0, channel).select(0, channel);
                    while (centre.dim() > 0) centre = centre.select(0, centre.size(0) / 2);
                    Aten.FillInPlace.Run(centre, 1);
                }
                return tensor;
            }

            /// <summary>A matrix with orthogonal rows or columns, times gain; further dimensions count as columns.</summary>
            public static Tensor orthogonal_(Tensor tensor, double gain = 1.0)
            {
                Require(tensor, 2, int.MaxValue, nameof(orthogonal_));
                if (tensor.numel() == 0) return tensor;
                using var _ = no_grad();
                using var scope = NewDisposeScope();
                var rows = tensor.size(0);
                var columns = tensor.numel() / rows;
                var normal = empty([rows, columns], dtype: tensor.dtype, device: tensor.device);
                Aten.NormalInPlace.Run(normal, 0.0, 1.0);
                var (q, r) = linalg.qr(rows < columns ? normal.t() : normal);
                q *= r.diagonal().sign();
                if (rows < columns) q = q.t();
                Aten.CopyInPlace.Run(tensor, (q * gain).reshape(tensor.shape));
                return tensor;
            }

            /// <summary>Normal, with a fraction of each column set to 0.</summary>
            public static Tensor sparse_(Tensor tensor, double sparsity, double std = 0.01)
            {
                Require(tensor, 2, 2, nameof(sparse_));
                using var _ = no_grad();
                using var scope = NewDisposeScope();
                var (rows, columns) = (tensor.size(0), tensor.size(1));
                var zeros = (long)Math.Ceiling(sparsity * rows);
                Aten.NormalInPlace.Run(tensor, 0.0, std);
                for (var column = 0L; column < columns; column++)
                {
                    var chosen = randperm(rows).narrow(0, 0, zeros).to(tensor.device);
                    tensor.select(1, column).index_fill_(0, chosen, 0);
                }
                return tensor;
            }

            /// <summary>Normal, cut to [a, b], through the inverse of the distribution function.</summary>
            public static Tensor trunc_normal_(Tensor tensor, double mean = 0.0, double std = 1.0, double a = -2.0, double b = 2.0, Generator? generator = null)
            {
                using var _ = no_grad();
                var (low, high) = (Distribution((a - mean) / std), Distribution((b - mean) / std));
                Aten.UniformInPlace.Run(tensor, (2 * low) - 1, (2 * high) - 1, generator);
                Aten.ErfinvInPlace.Run(tensor);
                Aten.MulScalarInPlace.Run(tensor, std * Math.Sqrt(2));
                Aten.AddScalarInPlace.Run(tensor, mean);
                Aten.ClampInPlace.Run(tensor, a, b);
                return tensor;
            }

            /// <summary>The standard normal distribution function; erf comes from libtorch, .NET has none.</summary>
            private static double Distribution(double x)
            {
                using var point = torch.tensor(x / Math.Sqrt(2));
                using var error = point.erf();
                return (1 + error.item<double>()) / 2;
            }

            private static void Require(Tensor tensor, int fewest, int most, string what)
            {
                var got = tensor.Sizes.Length;
                if (got < fewest || got > most)
                    throw new ArgumentException($"{what} needs {(fewest == most ? $"{fewest}" : most == int.MaxValue ? $"at least {fewest}" : $"{fewest} to {most}")} dimensions, got {got}", nameof(tensor));
            }
        }
    }
}
