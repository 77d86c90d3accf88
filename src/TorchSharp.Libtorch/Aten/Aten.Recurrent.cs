namespace TorchSharp.Interop;

internal static partial class Aten
{
    internal static readonly Operator
        RnnTanhInput = new("rnn_tanh.input"), RnnReluInput = new("rnn_relu.input"), GruInput = new("gru.input"), LstmInput = new("lstm.input"),
        RnnTanhCell = new("rnn_tanh_cell"), RnnReluCell = new("rnn_relu_cell"), GruCell = new("gru_cell"), LstmCell = new("lstm_cell");
}
