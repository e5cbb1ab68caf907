// An open file that is closed when its owner goes.
#pragma once

#include <unistd.h>

#include <utility>

namespace scrm::drivers {

class Descriptor {
  public:
    /// Nothing is open.
    Descriptor() = default;
    /// Takes it over. Below 0, as system calls give it when they fail: nothing is open.
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(Descriptor&& other) noexcept : number_(other.release()) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        Descriptor taken(std::move(other));
        std::swap(number_, taken.number_);
        return *this;
    }
    ~Descriptor() { close(); }

    [[nodiscard]] bool is_open() const { return number_ >= 0; }
    /// Below 0 if nothing is open.
    [[nodiscard]] int number() const { return number_; }
    /// The same, the caller's to close from now on.
    [[nodiscard]] int release() { return std::exchange(number_, -1); }
    void close() {
        if (is_open())
            ::close(release());
    }

  private:
    int number_ = -1;
};

}  // namespace scrm::drivers
