// An open file that is closed when its owner goes.
#pragma once

#include <unistd.h>

namespace scrm::files {

class Descriptor {
  public:
    /// Below 0: nothing is open.
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (number_ >= 0)
            ::close(number_);
    }
    [[nodiscard]] int number() const { return number_; }

  private:
    int number_;
};

}  // namespace scrm::files
