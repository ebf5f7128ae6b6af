module app {
  requires dev.tusk.sandbox;
}
