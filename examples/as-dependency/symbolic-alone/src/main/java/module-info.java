module app {
  requires dev.tusk.symbolic;
}
