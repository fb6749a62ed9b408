"""A layer is uninitialized as long as its class is a lazy one."""
# The rest: right/layer_by_layer


def parameter_shapes(net):
    shapes = {}
    for path, module in net.named_modules():
        for name, parameter in module.named_parameters(prefix=path, recurse=False):
            lazy = isinstance(module, LazyModuleMixin)
            shapes[name] = None if lazy else tuple(parameter.shape)
    return shapes
