using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Special functions.</summary>
    public static partial class special
    {
        public static Tensor digamma(Tensor input) => Aten.SpecialDigamma.Call(input);
        public static Tensor entr(Tensor input) => Aten.SpecialEntr.Call(input);
        public static Tensor erf(Tensor input) => Aten.SpecialErf.Call(input);
        public static Tensor erfc(Tensor input) => Aten.SpecialErfc.Call(input);
        public static Tensor erfcx(Tensor input) => Aten.SpecialErfcx.Call(input);
        public static Tensor erfinv(Tensor input) => Aten.SpecialErfinv.Call(input);
        public static Tensor exp2(Tensor input) => Aten.SpecialExp2.Call(input);
        public static Tensor expit(Tensor input) => Aten.SpecialExpit.Call(input);
        public static Tensor expm1(Tensor input) => Aten.SpecialExpm1.Call(input);
        public static Tensor gammaln(Tensor input) => Aten.SpecialGammaln.Call(input);
        public static Tensor i0(Tensor input) => Aten.SpecialI0.Call(input);
        public static Tensor i0e(Tensor input) => Aten.SpecialI0e.Call(input);
        public static Tensor i1(Tensor input) => Aten.SpecialI1.Call(input);
        public static Tensor i1e(Tensor input) => Aten.SpecialI1e.Call(input);
        public static Tensor ndtr(Tensor input) => Aten.SpecialNdtr.Call(input);
        public static Tensor ndtri(Tensor input) => Aten.SpecialNdtri.Call(input);
        public static Tensor psi(Tensor input) => Aten.SpecialPsi.Call(input);
        public static Tensor sinc(Tensor input) => Aten.SpecialSinc.Call(input);
        public static Tensor sigmoid(Tensor input) => input.sigmoid();
        public static Tensor sigmoid_(Tensor input) => input.sigmoid_();
        public static Tensor logit(Tensor input) => Aten.SpecialLogit.Call(input);
        public static Tensor gammainc(Tensor input, Tensor other) => Aten.SpecialGammainc.Call(input, other);
        public static Tensor gammaincc(Tensor input, Tensor other) => Aten.SpecialGammaincc.Call(input, other);
        public static Tensor multigammaln(Tensor input, long p) => Aten.SpecialMultigammaln.Call(input, p);
        public static Tensor polygamma(long n, Tensor input) => Aten.SpecialPolygamma.Call(n, input);
        public static Tensor log_softmax(Tensor input, long dim, ScalarType? dtype = null) => Aten.SpecialLogSoftmax.Call(input, dim, dtype);
        public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => Aten.SpecialSoftmax.Call(input, dim, dtype);
        public static Tensor xlog1py(Tensor input, Tensor other) => Aten.SpecialXlog1py.Call(input, other);
        public static Tensor zeta(Tensor x, Tensor q) => Aten.SpecialZeta.Call(x, q);

        public static Tensor airy_ai(Tensor input, Tensor? @out = null) =>
            @out is null ? Aten.SpecialAiryAi.Call(input) : Aten.SpecialAiryAiOut.Into(@out, input);

        public static Tensor bessel_j0(Tensor input, Tensor? @out = null) =>
            @out is null ? Aten.SpecialBesselJ0.Call(input) : Aten.SpecialBesselJ0Out.Into(@out, input);

        public static Tensor bessel_j1(Tensor input, Tensor? @out = null) =>
            @out is null ? Aten.SpecialBesselJ1.Call(input) : Aten.SpecialBesselJ1Out.Into(@out, input);

        public static Tensor bessel_y0(Tensor input, Tensor? @out = null) =>
            @out is null ? Aten.SpecialBesselY0.Call(input) : Aten.SpecialBesselY0Out.Into(@out, input);

        public static Tensor bessel_y1(Tensor input, Tensor? @out = null) =>
            @out is null ? Aten.SpecialBesselY1.Call(input) : Aten.SpecialBesselY1Out.Into(@out, input);

        public static Tensor modified_bessel_i0(Tensor input, Tensor? @out = null) =>
            @out is null ? Aten.SpecialModifiedBesselI0.Call(input) : Aten.SpecialModifiedBesselI0Out.Into(@out, input);

        public static Tensor modified_bessel_i1(Tensor input, Tensor? @out = null) =>
            @out is null ? Aten.SpecialModifiedBesselI1.Call(input) : Aten.SpecialModifiedBesselI1Out.Into(@out, input);

        public static Tensor modified_bessel_k0(Tensor input, Tensor? @out = null) =>
            @out is null ? Aten.SpecialModifiedBesselK0.Call(input) : Aten.SpecialModifiedBesselK0Out.Into(@out, input);

        public static Tensor modified_bessel_k1(Tensor input, Tensor? @out = null) =>
            @out is null ? Aten.SpecialModifiedBesselK1.Call(input) : Aten.SpecialModifiedBesselK1Out.Into(@out, input);

        public static Tensor scaled_modified_bessel_k0(Tensor input, Tensor? @out = null) =>
            @out is null ? Aten.SpecialScaledModifiedBesselK0.Call(input) : Aten.SpecialScaledModifiedBesselK0Out.Into(@out, input);

        public static Tensor scaled_modified_bessel_k1(Tensor input, Tensor? @out = null) =>
            @out is null ? Aten.SpecialScaledModifiedBesselK1.Call(input) : Aten.SpecialScaledModifiedBesselK1Out.Into(@out, input);

        public static Tensor spherical_bessel_j0(Tensor input, Tensor? @out = null) =>
            @out is null ? Aten.SpecialSphericalBesselJ0.Call(input) : Aten.SpecialSphericalBesselJ0Out.Into(@out, input);

        public static Tensor chebyshev_polynomial_t(Tensor x, Tensor n, Tensor? @out = null) =>
            @out is null ? Aten.SpecialChebyshevPolynomialT.Call(x, n) : Aten.SpecialChebyshevPolynomialTOut.Into(@out, x, n);

        public static Tensor chebyshev_polynomial_u(Tensor x, Tensor n, Tensor? @out = null) =>
            @out is null ? Aten.SpecialChebyshevPolynomialU.Call(x, n) : Aten.SpecialChebyshevPolynomialUOut.Into(@out, x, n);

        public static Tensor chebyshev_polynomial_v(Tensor x, Tensor n, Tensor? @out = null) =>
            @out is null ? Aten.SpecialChebyshevPolynomialV.Call(x, n) : Aten.SpecialChebyshevPolynomialVOut.Into(@out, x, n);

        public static Tensor chebyshev_polynomial_w(Tensor x, Tensor n, Tensor? @out = null) =>
            @out is null ? Aten.SpecialChebyshevPolynomialW.Call(x, n) : Aten.SpecialChebyshevPolynomialWOut.Into(@out, x, n);

        public static Tensor hermite_polynomial_h(Tensor x, Tensor n, Tensor? @out = null) =>
            @out is null ? Aten.SpecialHermitePolynomialH.Call(x, n) : Aten.SpecialHermitePolynomialHOut.Into(@out, x, n);

        public static Tensor hermite_polynomial_he(Tensor x, Tensor n, Tensor? @out = null) =>
            @out is null ? Aten.SpecialHermitePolynomialHe.Call(x, n) : Aten.SpecialHermitePolynomialHeOut.Into(@out, x, n);

        public static Tensor laguerre_polynomial_l(Tensor x, Tensor n, Tensor? @out = null) =>
            @out is null ? Aten.SpecialLaguerrePolynomialL.Call(x, n) : Aten.SpecialLaguerrePolynomialLOut.Into(@out, x, n);

        public static Tensor legendre_polynomial_p(Tensor x, Tensor n, Tensor? @out = null) =>
            @out is null ? Aten.SpecialLegendrePolynomialP.Call(x, n) : Aten.SpecialLegendrePolynomialPOut.Into(@out, x, n);

        public static Tensor shifted_chebyshev_polynomial_t(Tensor x, Tensor n, Tensor? @out = null) =>
            @out is null ? Aten.SpecialShiftedChebyshevPolynomialT.Call(x, n) : Aten.SpecialShiftedChebyshevPolynomialTOut.Into(@out, x, n);

        public static Tensor shifted_chebyshev_polynomial_u(Tensor x, Tensor n, Tensor? @out = null) =>
            @out is null ? Aten.SpecialShiftedChebyshevPolynomialU.Call(x, n) : Aten.SpecialShiftedChebyshevPolynomialUOut.Into(@out, x, n);

        public static Tensor shifted_chebyshev_polynomial_v(Tensor x, Tensor n, Tensor? @out = null) =>
            @out is null ? Aten.SpecialShiftedChebyshevPolynomialV.Call(x, n) : Aten.SpecialShiftedChebyshevPolynomialVOut.Into(@out, x, n);

        public static Tensor shifted_chebyshev_polynomial_w(Tensor x, Tensor n, Tensor? @out = null) =>
            @out is null ? Aten.SpecialShiftedChebyshevPolynomialW.Call(x, n) : Aten.SpecialShiftedChebyshevPolynomialWOut.Into(@out, x, n);
    }
}
