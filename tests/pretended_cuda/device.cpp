// CUDA for machines without a GPU: memory and kernels of the CPU's behind PyTorch's name for CUDA.
//
// It holds numbers and has its own generator; it refuses what lies on two devices, has a limited amount of
// memory, and stops for good after an index that is out of range, as a card does. It is slow, and
// it computes as the CPU does: what it cannot show is other rounding, and another speed.
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/EmptyTensor.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <ATen/native/CPUFallback.h>
#include <ATen/native/Resize.h>
#include <ATen/ops/_local_scalar_dense.h>
#include <ATen/ops/_reshape_alias_native.h>
#include <ATen/ops/as_strided_native.h>
#include <ATen/ops/convolution.h>
#include <ATen/ops/convolution_backward.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/mul.h>
#include <ATen/ops/native_batch_norm.h>
#include <ATen/ops/resize_native.h>
#include <ATen/ops/set_native.h>
#include <ATen/ops/view_native.h>
#include <c10/core/impl/DeviceGuardImplInterface.h>
#include <c10/core/impl/alloc_cpu.h>
#include <torch/library.h>

#include <atomic>

namespace {

constexpr auto KIND = c10::DeviceType::CUDA;
constexpr c10::DispatchKeySet KEYS(c10::DispatchKey::CUDA);
const at::Device CARD(KIND, 0);

// --- what is there of it ------------------------------------------------------------------------

std::atomic<size_t> taken{0}, most{size_t(1) << 30};
std::atomic<bool> broken{false};

void refuse_if_broken() {
  TORCH_CHECK(!broken, "CUDA error: device-side assert triggered");
}

struct Piece {
  void* memory;
  size_t bytes;
};

void release(void* context) {
  auto* piece = static_cast<Piece*>(context);
  taken -= piece->bytes;
  c10::free_cpu(piece->memory);
  delete piece;
}

struct Allocator final : at::Allocator {
  at::DataPtr allocate(size_t bytes) override {
    if (bytes == 0) return {nullptr, nullptr, &release, CARD};
    TORCH_CHECK_WITH(OutOfMemoryError, taken + bytes <= most, "CUDA out of memory. Tried to allocate ", bytes, " bytes.");
    taken += bytes;
    auto* piece = new Piece{c10::alloc_cpu(bytes), bytes};
    return {piece->memory, piece, &release, CARD};
  }
  void copy_data(void* to, const void* from, size_t bytes) const override { std::memcpy(to, from, bytes); }
};
Allocator allocator;
REGISTER_ALLOCATOR(KIND, &allocator);

struct Guard final : c10::impl::DeviceGuardImplInterface {
  at::DeviceType type() const override { return KIND; }
  at::Device exchangeDevice(at::Device) const override { return CARD; }
  at::Device getDevice() const override { return CARD; }
  void setDevice(at::Device) const override {}
  void uncheckedSetDevice(at::Device) const noexcept override {}
  at::Stream getStream(at::Device) const override { return at::Stream(at::Stream::DEFAULT, CARD); }
  at::Stream exchangeStream(at::Stream) const override { return at::Stream(at::Stream::DEFAULT, CARD); }
  at::DeviceIndex deviceCount() const noexcept override { return 1; }
  void record(void**, const at::Stream&, const at::DeviceIndex, const c10::EventFlag) const override {}
  void block(void*, const at::Stream&) const override {}
  bool queryEvent(void*) const override { return true; }
  void destroyEvent(void*, const at::DeviceIndex) const noexcept override {}
};
C10_REGISTER_GUARD_IMPL(CUDA, Guard);

// A generator of the CPU's kind that says that it is the card's, but for the time of a call.
struct Drawing final : at::CPUGeneratorImpl {
  Drawing() { device_ = CARD; }
  void says(at::Device device) { device_ = device; }
};

const at::Generator& drawing() {
  static const at::Generator made = at::make_generator<Drawing>();
  return made;
}

struct Hooks final : at::CUDAHooksInterface {
  explicit Hooks(at::CUDAHooksArgs) {}
  void init() const override {}
  bool hasCUDA() const override { return true; }
  bool isBuilt() const override { return true; }
  bool isAvailable() const override { return true; }
  bool hasPrimaryContext(at::DeviceIndex) const override { return true; }
  at::DeviceIndex deviceCount() const override { return 1; }
  at::DeviceIndex current_device() const override { return 0; }
  at::DeviceIndex getCurrentDevice() const override { return 0; }
  void setCurrentDevice(at::DeviceIndex) const override {}
  at::DeviceIndex exchangeDevice(at::DeviceIndex) const override { return 0; }
  at::DeviceIndex maybeExchangeDevice(at::DeviceIndex) const override { return 0; }
  int getNumGPUs() const override { return 1; }
  void deviceSynchronize(at::DeviceIndex) const override { refuse_if_broken(); }
  const at::Generator& getDefaultGenerator(at::DeviceIndex) const override { return drawing(); }
  at::Generator getNewGenerator(at::DeviceIndex) const override {
    // The first that Python asks for is the one that everybody draws from.
    static bool first = true;
    return std::exchange(first, false) ? drawing() : at::make_generator<Drawing>();
  }
};

}  // namespace

namespace at {
using ::Hooks;
C10_REGISTER_CLASS(CUDAHooksRegistry, CUDAHooks, Hooks)
}  // namespace at

namespace {

// --- tensors ------------------------------------------------------------------------------------

at::Tensor empty(at::IntArrayRef size, std::optional<at::ScalarType> dtype, std::optional<at::Layout>,
                 std::optional<at::Device>, std::optional<bool>, std::optional<at::MemoryFormat> format) {
  refuse_if_broken();
  return at::detail::empty_generic(size, &allocator, KEYS, c10::dtype_or_default(dtype), format);
}

at::Tensor empty_strided(at::IntArrayRef size, at::IntArrayRef stride, std::optional<at::ScalarType> dtype,
                         std::optional<at::Layout>, std::optional<at::Device>, std::optional<bool>) {
  refuse_if_broken();
  return at::detail::empty_strided_generic(size, stride, &allocator, KEYS, c10::dtype_or_default(dtype));
}

// The same memory as a tensor of the CPU's.
at::Tensor seen_by_cpu(const at::Tensor& t) {
  refuse_if_broken();
  return t.is_cpu() ? t : at::from_blob(t.data_ptr(), t.sizes(), t.strides(), t.options().device(at::kCPU));
}

at::Tensor& copy(at::Tensor& to, const at::Tensor& from, bool) {
  seen_by_cpu(to).copy_(seen_by_cpu(from));
  return to;
}

at::Tensor copy_and_resize(const at::Tensor& from, const at::Tensor& to) {
  to.resize_(from.sizes());
  seen_by_cpu(to).copy_(seen_by_cpu(from));
  return to;
}

at::Scalar local_scalar(const at::Tensor& t) { return at::_local_scalar_dense(seen_by_cpu(t)); }

at::Tensor& set_storage_part(at::Tensor& t, at::Storage storage, int64_t offset, at::IntArrayRef size,
                             at::IntArrayRef stride) {
  return at::native::set_storage_cpu_(t, std::move(storage), offset, size, stride);
}

at::Tensor& set_storage(at::Tensor& t, at::Storage storage) {
  const auto size = static_cast<int64_t>(storage.nbytes() / t.dtype().itemsize());
  return at::native::set_storage_cpu_(t, std::move(storage), 0, {size}, {});
}

const at::Tensor& resize(const at::Tensor& t, c10::SymIntArrayRef size, std::optional<at::MemoryFormat> format) {
  return at::native::resize_(t, C10_AS_INTARRAYREF_SLOW(size), format);
}

at::Tensor as_strided(const at::Tensor& t, c10::SymIntArrayRef size, c10::SymIntArrayRef stride,
                      std::optional<c10::SymInt> offset) {
  const auto at = offset ? std::optional<int64_t>(offset->expect_int()) : std::nullopt;
  return at::native::as_strided_tensorimpl(t, C10_AS_INTARRAYREF_SLOW(size), C10_AS_INTARRAYREF_SLOW(stride), at);
}

at::Tensor view(const at::Tensor& t, c10::SymIntArrayRef size) {
  return at::native::view(t, C10_AS_INTARRAYREF_SLOW(size));
}

at::Tensor reshape_alias(const at::Tensor& t, c10::SymIntArrayRef size, c10::SymIntArrayRef stride) {
  return at::native::_reshape_alias(t, C10_AS_INTARRAYREF_SLOW(size), C10_AS_INTARRAYREF_SLOW(stride));
}

void refuse_two_devices(const at::Tensor& t, std::optional<at::Device>& known) {
  if (!t.defined() || t.dim() == 0) return;  // a single number may be anywhere
  TORCH_CHECK(!known || *known == t.device(),
              "Expected all tensors to be on the same device, but found at least two devices, ", *known, " and ",
              t.device(), "!");
  known = t.device();
}

// What is written into the running statistics has to stay there: no schema says that it does.
std::tuple<at::Tensor, at::Tensor, at::Tensor> batch_norm(
    const at::Tensor& x, const std::optional<at::Tensor>& weight, const std::optional<at::Tensor>& bias,
    const std::optional<at::Tensor>& mean, const std::optional<at::Tensor>& variance, bool training, double momentum,
    double eps) {
  std::optional<at::Device> known;
  for (const auto& t : {std::optional(x), weight, bias, mean, variance}) {
    if (t) refuse_two_devices(*t, known);
  }
  const auto seen = [](const std::optional<at::Tensor>& t) {
    return t && t->defined() ? std::optional(seen_by_cpu(*t)) : std::nullopt;
  };
  auto [y, saved_mean, saved_scale] = at::native_batch_norm(seen_by_cpu(x), seen(weight), seen(bias), seen(mean),
                                                            seen(variance), training, momentum, eps);
  return {y.to(CARD), saved_mean.to(CARD), saved_scale.to(CARD)};
}

// A card has a kernel of its own for this, which draws from the card's generator.
std::tuple<at::Tensor, at::Tensor> dropout(const at::Tensor& x, double p, std::optional<bool> train) {
  const double keeps = train.value_or(true) ? 1 - p : 1;
  auto kept = at::empty(x.sizes(), x.options().dtype(at::kBool)).bernoulli_(keeps);
  return {at::mul(at::mul(x, kept), keeps > 0 ? 1 / keeps : 1), kept};
}

// PyTorch would choose among kernels that a build for the CPU does not have.
at::Tensor convolution(const at::Tensor& x, const at::Tensor& weight, const std::optional<at::Tensor>& bias,
                       at::IntArrayRef stride, at::IntArrayRef padding, at::IntArrayRef dilation, bool transposed,
                       at::IntArrayRef output_padding, int64_t groups, bool, bool, bool, bool) {
  std::optional<at::Device> known;
  for (const auto& t : {std::optional(x), std::optional(weight), bias}) {
    if (t) refuse_two_devices(*t, known);
  }
  const auto own_bias = bias && bias->defined() ? std::optional(seen_by_cpu(*bias)) : std::nullopt;
  return at::convolution(seen_by_cpu(x), seen_by_cpu(weight), own_bias, stride, padding, dilation, transposed,
                         output_padding, groups)
      .to(CARD);
}

std::tuple<at::Tensor, at::Tensor, at::Tensor> convolution_backward(
    const at::Tensor& gradient, const at::Tensor& x, const at::Tensor& weight, at::OptionalIntArrayRef bias,
    at::IntArrayRef stride, at::IntArrayRef padding, at::IntArrayRef dilation, bool transposed,
    at::IntArrayRef output_padding, int64_t groups, std::array<bool, 3> wanted) {
  auto [of_x, of_weight, of_bias] =
      at::convolution_backward(seen_by_cpu(gradient), seen_by_cpu(x), seen_by_cpu(weight), bias, stride, padding,
                               dilation, transposed, output_padding, groups, wanted);
  const auto back = [](const at::Tensor& t) { return t.defined() ? t.to(CARD) : t; };
  return {back(of_x), back(of_weight), back(of_bias)};
}

// --- everything else ----------------------------------------------------------------------------

struct AsOfTheCpu {
  explicit AsOfTheCpu(c10::GeneratorImpl* generator) : drawing(dynamic_cast<Drawing*>(generator)) {
    if (drawing) drawing->says(at::kCPU);
  }
  ~AsOfTheCpu() {
    if (drawing) drawing->says(CARD);
  }
  Drawing* drawing;
};

void on_the_cpu(const c10::OperatorHandle& op, torch::jit::Stack* stack) {
  refuse_if_broken();
  const auto& arguments = op.schema().arguments();
  const auto first = stack->size() - arguments.size();
  std::optional<at::Device> known;
  c10::GeneratorImpl* generator = nullptr;
  for (size_t i = 0; i < arguments.size(); ++i) {
    auto& value = (*stack)[first + i];
    if (arguments[i].name() == "generator") {
      if (value.isNone()) value = drawing();
      generator = value.toGenerator().unsafeGetGeneratorImpl();
      TORCH_CHECK(generator->device() == CARD, "Expected a 'cuda' device type for generator but found '",
                  generator->device(), "'");
    } else if (value.isTensor()) {
      refuse_two_devices(value.toTensor(), known);
    } else if (value.isTensorList()) {
      for (const at::Tensor& t : value.toTensorVector()) refuse_two_devices(t, known);
    }
  }
  AsOfTheCpu while_this_runs(generator);
  try {
    at::native::cpu_fallback(op, stack);
  } catch (const c10::IndexError&) {
    broken = true;  // a card finds out later, and then does nothing any more
    refuse_if_broken();
  }
}

TORCH_LIBRARY_IMPL(aten, CUDA, m) {
  m.impl("empty.memory_format", &empty);
  m.impl("empty_strided", &empty_strided);
  m.impl("copy_", &copy);
  m.impl("_copy_from_and_resize", &copy_and_resize);
  m.impl("_local_scalar_dense", &local_scalar);
  m.impl("set_.source_Storage_storage_offset", &set_storage_part);
  m.impl("set_.source_Storage", &set_storage);
  m.impl("resize_", &resize);
  m.impl("as_strided", &as_strided);
  m.impl("view", &view);
  m.impl("native_batch_norm", &batch_norm);
  m.impl("native_dropout", &dropout);
  m.impl("_convolution", &convolution);
  m.impl("convolution_backward", &convolution_backward);
  m.impl("_reshape_alias", &reshape_alias);
}

TORCH_LIBRARY_IMPL(_, CUDA, m) { m.fallback(torch::CppFunction::makeFromBoxedFunction<&on_the_cpu>()); }

}  // namespace

extern "C" {
size_t pretended_bytes_taken() { return taken; }
void pretended_bytes_at_most(size_t bytes) { most = bytes; }
bool pretended_is_broken() { return broken; }
}
