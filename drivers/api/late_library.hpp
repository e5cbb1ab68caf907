// A shared library that is loaded when it is first needed: what most starts do without costs none of them
// anything, and where it is missing all else works.
#pragma once

#include <dlfcn.h>

#include <string>
#include <type_traits>

namespace scrm::drivers {

/// It stays loaded: nobody knows what it has left running. Loading reads files.
class LateLibrary {
  public:
    /// `file` is looked for as the loader does.
    explicit LateLibrary(const char* file) : library_(::dlopen(file, RTLD_NOW | RTLD_LOCAL)) {
        if (!library_)
            why_not_ = ::dlerror();  // NOLINT(concurrency-mt-unsafe): of this thread, in glibc
    }

    [[nodiscard]] bool is_there() const { return library_ != nullptr; }
    /// The loader's words if it is not there.
    [[nodiscard]] const std::string& why_not() const { return why_not_; }

    /// Null where the library is not there or has none of that name.
    template <class Function>
    [[nodiscard]] Function* find(const char* name) const {
        return library_ ? reinterpret_cast<Function*>(::dlsym(library_, name)) : nullptr;
    }

  private:
    void* library_;
    std::string why_not_;
};

/// The function of the library that is called as the declared one is, looked for once.
template <const LateLibrary& (*library)(), auto* declared>
auto* late(const char* name) {
    static auto* const found = library().template find<std::remove_pointer_t<decltype(declared)>>(name);
    return found;
}

}  // namespace scrm::drivers
