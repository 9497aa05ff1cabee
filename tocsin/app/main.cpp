#include <cstdio>
#include <exception>

#include "tocsin/app/commands.hpp"

int main(int argc, char** argv) {
  try {
    return tocsin::app::run_command_line(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "tocsin: %s\n", error.what());
    return static_cast<int>(tocsin::app::Exit::failed);
  }
}
