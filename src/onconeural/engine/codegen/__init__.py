"""From formulas to machine code: graph, Jacobian, elimination, the method, the driver, and LLVM."""
