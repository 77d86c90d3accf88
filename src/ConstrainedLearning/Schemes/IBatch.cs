namespace ConstrainedLearning.Schemes;

/// <summary>One step's data, whole or in parts: what schemes evaluate and differentiate.</summary>
internal interface IBatch
{
    /// <summary>Evaluates and keeps what <see cref="Backward"/> needs.</summary>
    Measured Measure();

    /// <summary>
    /// Puts the gradient of the last <see cref="Measure"/>, with the multipliers as they now are, into the parameters' gradients. False when it overflowed and cannot be used.
    /// </summary>
    bool Backward(Measured measured);

    /// <summary>Both at once, for schemes that move nothing in between.</summary>
    bool MeasureAndBackward(out Measured measured);

    /// <summary>Evaluates at the present parameters for the duals alone, without gradient.</summary>
    Measured MeasureAgain();
}
